/** The members of a policy assignment (api-version 2025-03-01) that are read here. */
export interface PolicyAssignment {
  id?: string;
  properties?: {
    displayName?: string;
    policyDefinitionId?: string;
    /** `DoNotEnforce` only reports. */
    enforcementMode?: string;
    /** Scopes below that are excluded. */
    notScopes?: string[];
    parameters?: Record<string, { value?: unknown }>;
  };
}

/** The built-in definitions "Allowed locations" and "Allowed locations for resource groups". */
const ALLOWED = ["e56962a6-4747-49cd-b67b-bf8b01975c4c", "e765b5de-1225-4ba3-bd56-1ac6695af988"];

/**
 * The locations that an assignment allows a group; undefined when it does not restrict that group's
 * location.
 */
export function allowedLocations(
  { properties = {} }: PolicyAssignment,
  groupId: string,
): string[] | undefined {
  const { policyDefinitionId = "", enforcementMode, notScopes = [], parameters } = properties;
  const list = parameters?.["listOfAllowedLocations"]?.value;
  const definition = policyDefinitionId.split("/").at(-1)!.toLowerCase();
  if (!ALLOWED.includes(definition) || !Array.isArray(list)) return undefined;
  const excluded = notScopes.some((scope) =>
    `${groupId}/`.toLowerCase().startsWith(`${scope}/`.toLowerCase()),
  );
  if (enforcementMode === "DoNotEnforce" || excluded) return undefined;
  return list.map((one) => regionOf(String(one)));
}

/** Names of the policies that forbid a group in a region. */
export const policiesAgainst = (
  region: string,
  policies: readonly PolicyAssignment[],
  groupId: string,
): string[] =>
  policies
    .filter((policy) => allowedLocations(policy, groupId)?.includes(region) === false)
    .map(({ properties }) => properties?.displayName ?? properties?.policyDefinitionId ?? "policy");

/** The short form of a location, which may be a display name such as `Sweden Central`. */
const regionOf = (location: string): string => location.toLowerCase().replaceAll(" ", "");
