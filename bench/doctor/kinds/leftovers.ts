import { azureStore } from "../../../scripts/cloud/azure/store";
import { identityTagsOf } from "../../../infra/names/tags";
import type { Kind } from "../scenario";
import { PROJECT } from "../subscription";
import {
  addAccount,
  addGroup,
  change,
  addPerson,
  grantByHand,
  namesIn,
  softDelete,
} from "../world";
import { fine, STACK, variant, withoutKeys } from "./common";

/** What an earlier lab, another stack or somebody's hand left in the way. */
export const leftovers: Kind = {
  name: "leftovers",
  variants: [
    variant("a soft-deleted account of the same name", async (subscription, draw) => {
      const { openaiAccount: name, resourceGroup: group } = namesIn(subscription, STACK);
      const asked = fine(subscription, draw, { openai: { restore: draw.each([false, true]) } });
      const location = asked.settings["location"] as string;
      await softDelete(subscription, await addAccount(subscription, { group, name, location }));
      azureStore(subscription.world).groups.delete(
        `/subscriptions/${subscription.tenant.subscriptionId}/resourcegroups/${group}`.toLowerCase(),
      );
      return asked;
    }),
    variant("a restored account where the region is full", async (subscription, draw) => {
      const { openaiAccount: name, resourceGroup: group } = namesIn(subscription, STACK);
      const restore = draw.each([false, true]);
      const asked = fine(subscription, draw, { openai: { restore } });
      const location = asked.settings["location"] as string;
      const other = restore ? { group, name } : {};
      await softDelete(subscription, await addAccount(subscription, { ...other, location }));
      change(subscription, "quotas", ({ accounts }) => ({
        accounts: { ...accounts, "OpenAI.S0.AccountCount": 1 },
      }));
      azureStore(subscription.world).groups.delete(
        `/subscriptions/${subscription.tenant.subscriptionId}/resourcegroups/${group}`.toLowerCase(),
      );
      return asked;
    }),
    variant("nothing to restore", (subscription, draw) =>
      fine(subscription, draw, { openai: { restore: true } }),
    ),
    variant("a subdomain that another account has", async (subscription, draw) => {
      const { openaiAccount: subdomain } = namesIn(subscription, STACK);
      const here = subscription.tenant.subscriptionId;
      const subscriptionId = draw.each(["00000000-0000-0000-0000-0000000000aa", here]);
      const account = await addAccount(subscription, { subdomain, subscriptionId });
      if (draw.each([false, false, true, true])) await softDelete(subscription, account);
      return fine(subscription, draw);
    }),
    variant("the managed group", (subscription, draw) => {
      const { managedResourceGroup: name } = namesIn(subscription, STACK);
      const own = { ...identityTagsOf({ project: PROJECT, stack: STACK }) };
      addGroup(subscription, name, { tags: draw.each([{}, own]) });
      return fine(subscription, draw);
    }),
    variant("the group", (subscription, draw) => {
      addGroup(subscription, namesIn(subscription, STACK).resourceGroup);
      return fine(subscription, draw);
    }),
    variant("the group, while it is being deleted", async (subscription, draw) => {
      const { resourceGroup: name } = namesIn(subscription, STACK);
      addGroup(subscription, name);
      await subscription.clients.resources.resourceGroups.delete(name).submitted();
      return fine(subscription, draw);
    }),
    variant("a group of another stack", (subscription, draw) => {
      addGroup(subscription, namesIn(subscription, "other").resourceGroup);
      addGroup(subscription, namesIn(subscription, "other").managedResourceGroup);
      return fine(subscription, draw);
    }),
    variant("a role of the student on the account that is to come", (subscription, draw) => {
      const { resourceGroup, openaiAccount } = namesIn(subscription, STACK);
      const scope = `/subscriptions/${subscription.tenant.subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/${openaiAccount}`;
      const { objectId } = subscription.tenant.student;
      const other = addPerson(subscription, "other@school.example");
      const who = draw.each([objectId, other]);
      grantByHand(subscription, who, "Cognitive Services OpenAI User", scope);
      return fine(subscription, draw, withoutKeys(subscription), "lab");
    }),
  ],
};
