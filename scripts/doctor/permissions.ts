/** What one role lets its holder do on the control plane, as Azure lists it for whoever asks. */
export interface Permission {
  actions?: string[];
  notActions?: string[];
}

/** Whether any of the roles allows an action; what one role leaves out another may give. */
export const allows = (permissions: readonly Permission[], action: string): boolean =>
  permissions.some(
    ({ actions = [], notActions = [] }) =>
      actions.some((pattern) => matches(pattern, action)) &&
      !notActions.some((pattern) => matches(pattern, action)),
  );

/** `Microsoft.Authorization/*` + `/Write` and the like: the star spans slashes, case does not matter. */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}
