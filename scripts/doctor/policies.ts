/** An assignment of a policy (api-version 2025-03-01), as far as it is read here. */
export interface PolicyAssignment {
  id?: string;
  properties?: {
    displayName?: string;
    policyDefinitionId?: string;
    /** `DoNotEnforce` only reports. */
    enforcementMode?: string;
    /** Scopes below that it leaves in peace. */
    notScopes?: string[];
    parameters?: Record<string, { value?: unknown }>;
  };
}

/** The built-in definitions "Allowed locations" and "Allowed locations for resource groups". */
const ALLOWED = ["e56962a6-4747-49cd-b67b-bf8b01975c4c", "e765b5de-1225-4ba3-bd56-1ac6695af988"];

/** The locations that an assignment allows a group, undefined where it is about something else or not about that group. */
export function allowedLocations(
  { properties = {} }: PolicyAssignment,
  groupId: string,
): string[] | undefined {
  const { policyDefinitionId = "", enforcementMode, notScopes = [], parameters } = properties;
  const list = parameters?.["listOfAllowedLocations"]?.value;
  if (
    !ALLOWED.includes(policyDefinitionId.split("/").at(-1)!.toLowerCase()) ||
    !Array.isArray(list)
  )
    return undefined;
  const excluded = notScopes.some((scope) =>
    `${groupId}/`.toLowerCase().startsWith(`${scope}/`.toLowerCase()),
  );
  return enforcementMode === "DoNotEnforce" || excluded
    ? undefined
    : list.map((one) => regionOf(String(one)));
}

/** Azure takes display names too: `Sweden Central`. */
const regionOf = (location: string): string => location.toLowerCase().replaceAll(" ", "");
