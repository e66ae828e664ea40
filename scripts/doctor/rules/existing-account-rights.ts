import { placeOf } from "../../../infra/azure/arm-id";
import type { LabConfig } from "../../../infra/config";
import { ok, problem } from "../finding";
import { allows, allowsData } from "../permissions";
import type { Rule } from "../rule";

const DEPLOYMENTS = "Microsoft.CognitiveServices/accounts/deployments";
const ASK = "Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action";

/** Whether the user may do in the existing account what the lab does there. */
export const existingAccountRights: Rule = {
  name: "existing-account-rights",
  part: "existing account",
  async check({ config, azure }) {
    const id = config.existing?.openaiAccountId ?? "";
    const { name } = placeOf(id);
    const permissions = await azure.permissionsAt(id);
    const needed = actionsOf(config);
    const missing = needed.filter(({ action }) => !allows(permissions, action));
    const evidence = `permissions on ${name}: ${needed.map(({ action }) => action).join(", ")}`;
    if (missing.length > 0)
      return problem("refused", {
        code: "AuthorizationFailed",
        message: `you lack rights in the account ${name}: ${missing.map(({ action }) => action).join(", ")}`,
        cure: `ask its owner for the role ${[...new Set(missing.map(({ role }) => role))].join(" and ")} on it`,
        evidence,
      });
    // The lab gives whoever deploys no role in an account that existed before.
    if (config.openai.auth === "entra" && !allowsData(permissions, ASK))
      return problem("warning", {
        code: "PermissionDenied",
        message: `you may not ask the models of ${name}, so that lab probe cannot either`,
        cure: `ask its owner: az role assignment create --role "Cognitive Services OpenAI User" --assignee NAME --scope ${id}`,
        evidence: `${evidence}; no ${ASK}`,
      });
    return ok(`you have the rights that the lab needs in the account ${name}`, evidence);
  },
};

/** What the lab does in the account, and the role that allows it. */
function actionsOf({ layout, openai, student }: LabConfig): { action: string; role: string }[] {
  const role = "Cognitive Services Contributor";
  const actions = [`${DEPLOYMENTS}/write`, `${DEPLOYMENTS}/delete`];
  if (openai.auth === "key") actions.push("Microsoft.CognitiveServices/accounts/listKeys/action");
  const needed = actions.map((action) => ({ action, role }));
  const hasRoles = layout === "class" || student?.objectId !== undefined;
  if (openai.auth === "entra" && hasRoles)
    needed.push({
      action: "Microsoft.Authorization/roleAssignments/write",
      role: "Role Based Access Control Administrator",
    });
  return needed;
}
