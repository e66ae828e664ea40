import type { AzureView } from "../azure-view";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/**
 * The rows that cap accounts: Azure OpenAI ones, and all of Cognitive Services. Their limits differ
 * by subscription.
 */
export const ACCOUNT_ROWS = ["OpenAI.S0.AccountCount", "AccountCount"];

/** Whether a soft-deleted account of this name holds its place in the count. */
async function isKept(azure: AzureView, group: string, name: string): Promise<boolean> {
  const end = `/resourceGroups/${group}/deletedAccounts/${name}`.toLowerCase();
  const deleted = await azure.deletedAccounts();
  return deleted.some(({ id = "" }) => id.toLowerCase().endsWith(end));
}

/** Whether the region takes one more account. */
export const accountCap: Rule = {
  name: "account-cap",
  part: "new account",
  async check({ config, azure, names }) {
    const { location } = config;
    if (await azure.account())
      return ok(
        `the account ${names.openaiAccount} is there: no further one is needed`,
        `account ${names.openaiAccount}`,
      );
    if (config.openai.restore && (await isKept(azure, names.resourceGroup, names.openaiAccount)))
      return ok(
        `the account ${names.openaiAccount} is restored: it counts already`,
        "soft-deleted accounts of the subscription",
      );
    const usages = await azure.usages();
    const rows = usages.flatMap(({ name, limit, currentValue: used }) => {
      const row = ACCOUNT_ROWS.find((one) => one === name?.value);
      if (row === undefined || limit === undefined || used === undefined) return [];
      return [{ row, limit, used }];
    });
    const counts = rows.map(({ row, limit, used }) => `${row} ${used} of ${limit}`).join(", ");
    const evidence = `usages of ${location}: ${counts || `no row ${ACCOUNT_ROWS.join(" or ")}`}`;
    if (rows.length === 0)
      return problem("unknown", {
        code: "NoQuotaRow",
        message: `${location} does not say how many accounts it allows`,
        cure: "look at the quota page of the Azure portal",
        evidence,
      });
    const full = rows.find(({ limit, used }) => used + 1 > limit);
    if (!full) return ok(`${location} allows one more Azure OpenAI account`, evidence);
    return problem("refused", {
      code: "InsufficientQuota",
      message: `${location} allows no further account: ${full.used} of ${full.limit} are used (${full.row})`,
      cure: "delete and purge accounts that are not needed, or choose another rai-lab:location",
      evidence,
    });
  },
};
