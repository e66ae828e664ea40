import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/**
 * Whether the name of a new account, which is its subdomain too, is free in all of Azure. Words that
 * Azure reserves are refused by the check of the configuration.
 */
export const nameReserved: Rule = {
  name: "name-reserved",
  part: "new account",
  async check({ names, azure }) {
    const { openaiAccount: name } = names;
    if (await azure.account())
      return ok(`the name ${name} is this stack's account`, `account ${name}`);
    const evidence = `checkDomainAvailability of ${name}`;
    if (await azure.isSubdomainFree(name))
      return ok(`the name ${name} is free in all of Azure`, evidence);
    const deleted = await azure.deletedAccounts();
    const isKept = deleted.some(
      ({ properties }) => properties?.customSubDomainName?.toLowerCase() === name.toLowerCase(),
    );
    if (isKept)
      return ok(
        `the name ${name} is held by a soft-deleted account of this subscription alone`,
        `${evidence}; soft-deleted accounts of the subscription: ${deleted.length}`,
      );
    return problem("refused", {
      code: "CustomDomainInUse",
      message: `the name ${name} is taken: another account, perhaps in another subscription, has it as its subdomain`,
      cure: "use another stack name",
      evidence,
    });
  },
};
