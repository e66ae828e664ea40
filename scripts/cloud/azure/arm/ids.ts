/** The key of an ARM id in the store. Answers keep the id's spelling; look-ups ignore case. */
export const keyOf = (id: string): string => id.toLowerCase();

/** A region's name: `East US 2`, `EastUS2` and `eastus2` are all `eastus2`. */
export const regionOf = (location: string): string => location.toLowerCase().replace(/\s/g, "");

/** ARM id of a subscription. */
export const subscriptionScope = (subscription: string): string => `/subscriptions/${subscription}`;

/** The subscription id in an ARM id; empty for an id without one. */
export const subscriptionOf = (id: string): string =>
  /^\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? "";

/** ARM id of a resource group. */
export const groupId = (subscription: string, group: string): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}`;

/** Resource type of Cognitive Services accounts. */
export const ACCOUNT_TYPE = "Microsoft.CognitiveServices/accounts";
/** Resource type of Databricks workspaces. */
export const WORKSPACE_TYPE = "Microsoft.Databricks/workspaces";
/** Resource type of Log Analytics workspaces. */
export const LOG_WORKSPACE_TYPE = "Microsoft.OperationalInsights/workspaces";

/** ARM id of a resource in a group; `type` is e.g. `Microsoft.CognitiveServices/accounts`. */
export const resourceId = (
  subscription: string,
  group: string,
  type: string,
  name: string,
): string => `${groupId(subscription, group)}/providers/${type}/${name}`;

/** ARM id of a soft-deleted Cognitive Services account. */
export const deletedAccountId = (
  subscription: string,
  location: string,
  group: string,
  name: string,
): string =>
  `/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/${group}/deletedAccounts/${name}`;

/** True when `id` is `scope` or under it. Both are in lower case. */
export const isWithin = (id: string, scope: string): boolean =>
  scope === "/" || id === scope || id.startsWith(`${scope}/`);

/** Subscription and name in `/subscriptions/S/resourceGroups/G`; undefined for another text. */
export function parseGroupId(id: string): { subscription: string; name: string } | undefined {
  const match = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/?$/i.exec(id);
  return match ? { subscription: match[1]!, name: match[2]! } : undefined;
}
