import { ok, problem } from "../finding";
import { allows } from "../permissions";
import type { Rule } from "../rule";

const ACTION = "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete";

/**
 * Whether a destroy can purge the account. Without the right it is only deleted: a warning, since
 * all else works.
 */
export const purgeRight: Rule = {
  name: "purge-right",
  part: "new account",
  async check({ names, azure }) {
    const evidence = `permissions on the subscription: ${ACTION}`;
    if (allows(await azure.permissions(), ACTION))
      return ok("you have the right to purge the account when the lab is destroyed", evidence);
    return problem("warning", {
      code: "AuthorizationFailed",
      message: `${names.openaiAccount} cannot be purged when the lab is destroyed: it holds its name and its quota for another 48 hours`,
      cure: "ask the subscription's owner for the role Contributor on the subscription: one on a group is not enough",
      evidence: evidence.replace(ACTION, `no ${ACTION}`),
    });
  },
};
