import { ok, problem } from "../finding";
import { allows } from "../permissions";
import type { Rule } from "../rule";

const ACTION = "Microsoft.Authorization/roleAssignments/write";

/** Whether the user may assign the role that a lab without keys needs. */
export const roleRight: Rule = {
  name: "role-right",
  part: "new account",
  async check({ config, names, azure }) {
    if (config.openai.auth === "key")
      return ok(
        "no role assignment needed: the lab signs in with a key",
        "rai-lab:openai.auth: key",
      );
    const right = "the right to assign roles, which sign-in without keys needs";
    if (allows(await azure.permissions(), ACTION))
      return ok(`you have ${right}`, `permissions on the subscription: ${ACTION}`);
    // The group may exist already, with the right granted on it alone.
    const own = await azure.groupPermissions();
    if (own && allows(own, ACTION))
      return ok(`you have ${right}`, `permissions on ${names.resourceGroup}: ${ACTION}`);
    return problem("refused", {
      code: "AuthorizationFailed",
      message: `you do not have ${right}`,
      cure:
        "ask the subscription's owner for the role Role Based Access Control Administrator " +
        `(a group ${names.resourceGroup} that is made beforehand is enough), or set rai-lab:openai.auth to key`,
      evidence: `permissions on the subscription${own ? ` and on ${names.resourceGroup}` : ""}: no ${ACTION}`,
    });
  },
};
