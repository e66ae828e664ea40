import { MODEL_USER, modelUserName } from "../../../infra/names/role-assignment-name";
import { placeOf } from "../../../infra/azure/arm-id";
import { accountIdOf } from "../../lib/azure/workspace";
import { ok, problem } from "../finding";
import type { Rule, RuleContext } from "../rule";

/**
 * Whether nobody gave a principal of the lab its role on the account by hand: Azure allows one
 * assignment of a role to a principal at a scope, whatever its name.
 */
export const roleGranted: Rule = {
  name: "role-granted",
  part: "any",
  async check(context) {
    const { config, azure, recorded, recover } = context;
    const { subscriptionId } = azure;
    const accountId = accountIdOf(config, subscriptionId);
    const principals = await principalsOf(context);
    const evidence = `role assignments on ${placeOf(accountId).name}: ${principals.length} asked for`;
    if (principals.length === 0) return ok("the lab gives nobody a role", evidence);
    const scope = placeOf(accountId).subscriptionId;
    const roleDefinitionId = `/subscriptions/${scope}/providers/Microsoft.Authorization/roleDefinitions/${MODEL_USER}`;
    for (const principalId of principals) {
      const id = await azure.assignmentOf({ scope: accountId, principalId, roleDefinitionId });
      const isRecorded = recorded?.resources.some((one) => sameText(one.id, id)) === true;
      const isOwn = sameText(id?.split("/").at(-1), modelUserName(accountId, principalId));
      if (id === undefined || isRecorded || isOwn) continue;
      return problem("refused", {
        code: "RoleAssignmentExists",
        message: `principal ${principalId} has the role Cognitive Services OpenAI User on the account already, by hand`,
        cure: `delete that assignment (az role assignment delete --ids ${id}), or ${recover} takes it into the state of a stack that exists`,
        evidence: `${evidence}; found ${id}`,
      });
    }
    return ok("nobody has the lab's role on the account yet, except by the lab", evidence);
  },
};

/** Object ids of those to whom an `up` gives the role. */
async function principalsOf({ config, azure }: RuleContext): Promise<string[]> {
  const { openai, student, existing, layout } = config;
  const students = student?.objectId === undefined ? [] : [student.objectId];
  // A seat names an object id only where its class has no keys.
  if (layout === "seat") return students;
  if (openai.auth !== "entra") return [];
  const deployer = existing?.openaiAccountId === undefined ? await azure.caller() : undefined;
  return deployer === undefined ? students : [...students, deployer];
}

const sameText = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && a.toLowerCase() === b?.toLowerCase();
