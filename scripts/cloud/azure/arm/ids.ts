/** ARM ids: answers show them in canonical spelling, look-ups ignore case. */

/** The key under which a resource is stored. */
export const keyOf = (id: string): string => id.toLowerCase();

/** `East US 2`, `EastUS2` and `eastus2` are one region: the last form. */
export const regionOf = (location: string): string => location.toLowerCase().replace(/\s/g, "");

export const subscriptionScope = (subscription: string): string => `/subscriptions/${subscription}`;

export const groupId = (subscription: string, group: string): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}`;

export const ACCOUNT_TYPE = "Microsoft.CognitiveServices/accounts";
export const WORKSPACE_TYPE = "Microsoft.Databricks/workspaces";
export const LOG_WORKSPACE_TYPE = "Microsoft.OperationalInsights/workspaces";

/** Id of a resource of a group; `type` like `Microsoft.CognitiveServices/accounts`. */
export const resourceId = (
  subscription: string,
  group: string,
  type: string,
  name: string,
): string => `${groupId(subscription, group)}/providers/${type}/${name}`;

/** Id of the Cognitive Services' list of soft-deleted accounts at a place. */
export const deletedAccountId = (
  subscription: string,
  location: string,
  group: string,
  name: string,
): string =>
  `/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/${group}/deletedAccounts/${name}`;

/** True when `id` is `scope` or lies under it. Both in lower case. */
export const isWithin = (id: string, scope: string): boolean =>
  scope === "/" || id === scope || id.startsWith(`${scope}/`);

/** Subscription and name in `/subscriptions/S/resourceGroups/G`, undefined when the text is something else. */
export function parseGroupId(id: string): { subscription: string; name: string } | undefined {
  const match = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/?$/i.exec(id);
  return match ? { subscription: match[1]!, name: match[2]! } : undefined;
}
