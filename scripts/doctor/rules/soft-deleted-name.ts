import type { Account } from "@azure/arm-cognitiveservices";
import { ok, problem } from "../finding";
import type { DeletedAccountPlace, SafeFix } from "../fix";
import type { Rule } from "../rule";

/**
 * Whether a soft-deleted account (48 hours) still holds the name or the subdomain of the lab's
 * account.
 */
export const softDeletedName: Rule = {
  name: "soft-deleted-name",
  part: "new account",
  async check({ config, names, azure, isOwn }) {
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
        fix: isOwn({ tags: own.tags }) ? purgeOf(own) : undefined,
      });
    if (other)
      return problem("refused", {
        code: "CustomDomainInUse",
        message: `the subdomain ${names.openaiAccount} is held by a soft-deleted account${purgeDateText(other)}`,
        cure: `purge it: ${purgeCommand(other)}`,
        evidence: `${evidence}, among them ${other.id ?? other.name ?? ""}`,
      });
    if (!own && config.openai.restore && !(await azure.account()))
      return problem("refused", {
        code: "CanNotRestoreANonExistingResource",
        message: `rai-lab:openai.restore is set, and there is no soft-deleted account ${names.openaiAccount} to restore`,
        cure: "set rai-lab:openai.restore to false",
        evidence,
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
  const { name, resourceGroup, location } = placeOf(account);
  return `az cognitiveservices account purge --name ${name} --resource-group ${resourceGroup} --location "${location}"`;
}

/** A purge takes nothing from anybody where the account has the tags of the stack. */
const purgeOf = (account: Account): SafeFix => ({
  kind: "purge account",
  account: placeOf(account),
});

const placeOf = (account: Account): DeletedAccountPlace => ({
  location: idPart(account, "locations") ?? account.location ?? "",
  resourceGroup: idPart(account, "resourceGroups") ?? "",
  name: account.name ?? "",
});
