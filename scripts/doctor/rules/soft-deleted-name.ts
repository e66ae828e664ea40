import type { Account } from "@azure/arm-cognitiveservices";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/** Whether a soft-deleted account (48 hours) still holds the name or the subdomain of the lab's account. */
export const softDeletedName: Rule = {
  name: "soft-deleted-name",
  half: "shared",
  async check({ config, names, azure }) {
    const deleted = await azure.deletedAccounts();
    const own = deleted.find((a) => isNamed(a, names.resourceGroup, names.openaiAccount));
    const rival = deleted.find(
      (a) => a !== own && same(a.properties?.customSubDomainName, names.openaiAccount),
    );
    const evidence = `soft-deleted accounts of the subscription: ${deleted.length}`;
    if (own && !config.openai.restore)
      return problem("refused", {
        code: "FlagMustBeSetForRestore",
        message: `the account ${names.openaiAccount} is soft-deleted${until(own)}: the name is taken`,
        cure: `purge it (${purge(own)}) or set rai-lab:openai.restore to true`,
        evidence: `${evidence}, among them ${own.id ?? names.openaiAccount}`,
      });
    if (rival)
      return problem("refused", {
        code: "CustomDomainInUse",
        message: `the subdomain ${names.openaiAccount} is held by a soft-deleted account${until(rival)}`,
        cure: `purge it: ${purge(rival)}`,
        evidence: `${evidence}, among them ${rival.id ?? rival.name ?? ""}`,
      });
    if (own)
      return ok(`the soft-deleted account ${names.openaiAccount} will be restored`, evidence);
    return ok(`no soft-deleted account holds the name ${names.openaiAccount}`, evidence);
  },
};

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

const isNamed = (account: Account, group: string, name: string): boolean =>
  same(account.name, name) && same(partOf(account, "resourceGroups"), group);

/** The id has the location form: `…/locations/{l}/resourceGroups/{g}/deletedAccounts/{a}`, `{l}` perhaps with spaces. */
const partOf = (account: Account, segment: string): string | undefined =>
  new RegExp(`/${segment}/([^/]+)`, "i").exec(account.id ?? "")?.[1];

function until(account: Account): string {
  const purged = account.properties?.scheduledPurgeDate;
  return purged === undefined ? "" : ` until ${purged}`;
}

function purge(account: Account): string {
  const location = partOf(account, "locations") ?? account.location ?? "";
  const group = partOf(account, "resourceGroups") ?? "";
  return `az cognitiveservices account purge --name ${account.name ?? ""} --resource-group ${group} --location "${location}"`;
}
