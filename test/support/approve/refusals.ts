/**
 * What a command asks for although it does not need it: whether somebody else's lock forbids the deletion. Without the right
 * it goes on, and learns of a lock from the deletion that Azure refuses.
 */
export const UNNEEDED = ["Microsoft.Authorization/locks/read"];

/** Refusals that are not Resource Manager's usual one. */
const OTHERS = new Map<string, RegExp>([
  // The workspace refuses whom Azure's role does not make an administrator.
  [
    "Microsoft.Databricks/workspaces/assignWorkspaceAdmin/action",
    /Unauthorized access to workspace/,
  ],
  // The destroy goes on without the purge, says so, and its proof finds the account.
  [
    "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete",
    /want of the right Microsoft\.CognitiveServices\/locations\/resourceGroups\/deletedAccounts\/delete at the subscription/,
  ],
  [
    "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
    /LinkedAuthorizationFailed.*'Microsoft\.OperationalInsights\/workspaces\/sharedKeys\/action' on the linked scope\(s\) '\/subscriptions\//s,
  ],
]);

/** What a command says when an action is refused: its name, and the scope. */
export const refusalOf = (action: string): RegExp =>
  OTHERS.get(action) ??
  new RegExp(`authorization to perform action '${action}' over scope '/subscriptions/`);
