/**
 * What a command asks for although it does not need it: whether somebody else's lock forbids the deletion. Without the right
 * it goes on, and learns of a lock from the deletion that Azure refuses.
 */
export const UNNEEDED = ["Microsoft.Authorization/locks/read"];

/**
 * What `up` asks first, as the doctor. Without the right an answer is unknown, and `up` goes on. The policies are read
 * at the subscription, the permissions there and on the group.
 */
export const DOCTORS_QUESTIONS = [
  "Microsoft.Authorization/permissions/read",
  "Microsoft.Authorization/policyAssignments/read",
  "Microsoft.CognitiveServices/checkDomainAvailability/action",
  "Microsoft.CognitiveServices/locations/models/read",
  "Microsoft.CognitiveServices/locations/usages/read",
  "Microsoft.CognitiveServices/skus/read",
  "Microsoft.Compute/skus/read",
  "Microsoft.Resources/subscriptions/providers/read",
  "Microsoft.Resources/subscriptions/read",
];

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
