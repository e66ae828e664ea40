import * as pulumi from "@pulumi/pulumi";
import { isGone } from "../../azure/gone";
import { COGNITIVE_ACCOUNT } from "../../azure/resource-types";
import { describeFailure, type Session, signIn } from "../../azure/session";
import { createLabError } from "../../serialisable-error";
import { type ArgsOf, noopUpdate, replaceWhenChanged } from "./index";

/** The account to purge, in plain values. */
export interface PurgeInputs {
  subscriptionId: string;
  resourceGroupName: string;
  location: string;
  accountName: string;
}

/** The ARM id of a soft-deleted account. */
export const deletedAccountId = (account: PurgeInputs): string =>
  `/subscriptions/${account.subscriptionId}/providers/Microsoft.CognitiveServices/locations/` +
  `${encodeURIComponent(account.location)}/resourceGroups/${account.resourceGroupName}/deletedAccounts/${account.accountName}`;

/**
 * Purges a soft-deleted account. Without the right to purge (needed at the subscription) it only
 * warns: the account's name and quota then stay reserved for 48 hours, and the proof after a
 * destroy reports it.
 * @throws LabError `cloud` | `sign-in`
 */
export async function purgeAccount(session: Session, account: PurgeInputs): Promise<void> {
  const url = `${session.resourceManager}${deletedAccountId(account)}?api-version=${COGNITIVE_ACCOUNT.apiVersion}`;
  const answer = await session.requestWithRetry("DELETE", url);
  if (await isGone(answer)) return;
  if (answer.status === 403) {
    console.warn(
      `warning: ${account.accountName} is deleted but not purged, for want of the right ` +
        "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete at the subscription. " +
        "Its name and its quota stay held for 48 hours.",
    );
    return;
  }
  if (!answer.ok)
    throw createLabError(
      "cloud",
      `Purging ${account.accountName} failed: ${await describeFailure(answer)}`,
    );
  await session.pollUntilDone(answer, `Purging ${account.accountName}`);
}

const provider: pulumi.dynamic.ResourceProvider<PurgeInputs, PurgeInputs> = {
  create: (inputs) => Promise.resolve({ id: deletedAccountId(inputs), outs: inputs }),
  diff: replaceWhenChanged<PurgeInputs>(
    "subscriptionId",
    "resourceGroupName",
    "location",
    "accountName",
  ),
  update: noopUpdate,
  delete: async (_id, account) => purgeAccount(await signIn(), account),
};

/**
 * Does nothing until it is deleted, and then purges the account. The account takes its name and
 * location from this resource's outputs: so it is deleted before the purge, and a moved account is
 * purged before the new one is created.
 */
export class Purge extends pulumi.dynamic.Resource {
  declare readonly subscriptionId: pulumi.Output<string>;
  declare readonly resourceGroupName: pulumi.Output<string>;
  declare readonly location: pulumi.Output<string>;
  declare readonly accountName: pulumi.Output<string>;

  constructor(name: string, args: ArgsOf<PurgeInputs>, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, args, opts, "rai-lab", "Purge");
  }
}
