import type { Account } from "@azure/arm-cognitiveservices";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/**
 * Whether a soft-deleted account (48 hours) still holds the name or the subdomain of the lab's
 * account.
 */
export const softDeletedName: Rule = {
  name: "soft-deleted-name",
  part: "new account",
  async check({ config, names, azure }) {
    const deleted = await azure.deletedAccounts();
    const own = deleted.find((a) => isNamed(a, names.resourceGroup, names.openaiAccount));
    const other = deleted.find(
      (a) => a !== own && same(a.properties?.customSubDomainName, names.openaiAccount),
    );
    const evidence = `soft-deleted accounts of the subscription: ${deleted.length}`;
    if (own && !config.openai.restore)
      return problem("refused", {
        code: "FlagMustBeSetForRestore",
        message: `the account ${names.openaiAccount} is soft-deleted${purgeDateText(own)}: the name is taken`,
        cure: `purge it (${purgeCommand(own)}) or set rai-lab:openai.restore to true`,
        evidence: `${evidence}, among them ${own.id ?? names.openaiAccount}`,
      });
    if (other)
      return problem("refused", {
        code: "CustomDomainInUse",
        message: `the subdomain ${names.openaiAccount} is held by a soft-deleted account${purgeDateText(other)}`,
        cure: `purge it: ${purgeCommand(other)}`,
        evidence: `${evidence}, among them ${other.id ?? other.name ?? ""}`,
      });
    if (own)
      return ok(`the soft-deleted account ${names.openaiAccount} will be restored`, evidence);
    return ok(`no soft-deleted account holds the name ${names.openaiAccount}`, evidence);
  },
};

const same = (a: string | undefined, b: string): boolean => a?.toLowerCase() === b.toLowerCase();

const isNamed = (account: Account, group: string, name: string): boolean =>
  same(account.name, name) && same(idPart(account, "resourceGroups"), group);

/**
 * The id has the location form: `…/locations/{l}/resourceGroups/{g}/deletedAccounts/{a}`, `{l}`
 * perhaps with spaces.
 */
const idPart = (account: Account, segment: string): string | undefined =>
  new RegExp(`/${segment}/([^/]+)`, "i").exec(account.id ?? "")?.[1];

function purgeDateText(account: Account): string {
  const purged = account.properties?.scheduledPurgeDate;
  return purged === undefined ? "" : ` until ${purged}`;
}

function purgeCommand(account: Account): string {
  const location = idPart(account, "locations") ?? account.location ?? "";
  const group = idPart(account, "resourceGroups") ?? "";
  return `az cognitiveservices account purge --name ${account.name ?? ""} --resource-group ${group} --location "${location}"`;
}
