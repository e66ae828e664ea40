import type { LabConfig } from "../../../infra/config";
import { ok, problem } from "../finding";
import { allows, type Permission } from "../permissions";
import type { Rule } from "../rule";

const GROUPS = "Microsoft.Resources/subscriptions/resourceGroups";
const ACCOUNTS = "Microsoft.CognitiveServices/accounts";
const WORKSPACES = "Microsoft.Databricks/workspaces";

/** Whether the user may create what the lab has: a role assignment has a rule of its own. */
export const createRight: Rule = {
  name: "create-right",
  part: "group",
  async check({ config, names, azure }) {
    const permissions = await azure.permissions();
    const needed = actionsOf(config);
    const evidence = `permissions on the subscription: ${needed.join(", ")}`;
    let missing = missingIn(permissions, needed);
    if (missing.length > 0) {
      // The group may exist already, with the rights granted on it alone.
      const own = (await azure.groupPermissions()) ?? [];
      missing = missingIn([...permissions, ...own], needed);
    }
    if (missing.length === 0) return ok("you may create everything that the lab has", evidence);
    return problem("refused", {
      code: "AuthorizationFailed",
      message: `you may not create all that the lab has: no ${missing.join(", ")}`,
      cure: `ask the subscription's owner for the role Contributor on the subscription, or on the group ${names.resourceGroup}`,
      evidence,
    });
  },
};

const missingIn = (permissions: readonly Permission[], needed: readonly string[]): string[] =>
  needed.filter((action) => !allows(permissions, action));

/** What an `up` asks Azure for: each resource is also read, before and after. */
function actionsOf({ existing, openai, budget, lock, diagnostics }: LabConfig): string[] {
  const types = [GROUPS];
  const others: string[] = [];
  if (existing?.openaiAccountId === undefined) {
    types.push(ACCOUNTS, `${ACCOUNTS}/deployments`);
    if (openai.auth === "key") others.push(`${ACCOUNTS}/listKeys/action`);
  }
  if (existing?.workspaceId === undefined) {
    types.push(WORKSPACES);
    others.push(`${WORKSPACES}/assignWorkspaceAdmin/action`);
  }
  if (budget) types.push("Microsoft.Consumption/budgets");
  if (lock) types.push("Microsoft.Authorization/locks");
  if (diagnostics)
    types.push("Microsoft.OperationalInsights/workspaces", "Microsoft.Insights/diagnosticSettings");
  return [...types.flatMap((type) => [`${type}/read`, `${type}/write`]), ...others];
}
