/** What one role of the signed-in user allows: on the control plane, and of the data (`dataActions`). */
export interface Permission {
  actions?: string[];
  notActions?: string[];
  dataActions?: string[];
  notDataActions?: string[];
}

/** Whether at least one role allows an action. */
export const allows = (permissions: readonly Permission[], action: string): boolean =>
  permissions.some(
    ({ actions = [], notActions = [] }) =>
      actions.some((pattern) => matches(pattern, action)) &&
      !notActions.some((pattern) => matches(pattern, action)),
  );

/** Whether at least one role allows an action on data, such as a question to a model. */
export const allowsData = (permissions: readonly Permission[], action: string): boolean =>
  allows(
    permissions.map(({ dataActions: actions = [], notDataActions: notActions = [] }) => ({
      actions,
      notActions,
    })),
    action,
  );

/**
 * `Microsoft.Authorization/*` + `/Write` and the like: the star spans slashes, case does not
 * matter.
 */
function matches(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}
