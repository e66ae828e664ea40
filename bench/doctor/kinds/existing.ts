import { azureStore } from "../../../scripts/cloud/azure/store";
import type { Kind } from "../scenario";
import {
  addAccount,
  addDeployment,
  addPerson,
  addWorkspace,
  change,
  grantByHand,
  setRoles,
  type AccountSketch,
} from "../world";
import { fine, openModel, REGIONS, variant, withoutKeys } from "./common";

const NAMED = "gpt-35-turbo";
const USER = "Cognitive Services OpenAI User";
const model = { name: "gpt-4o", version: "2024-11-20", sku: "Standard", capacity: 5 };

/** What existed before the stack: `rai-lab:existing`. */
export const existing: Kind = {
  name: "existing",
  variants: [
    variant("an account as it should be, or not", async (subscription, draw) => {
      const sketch: AccountSketch = draw.each<AccountSketch>([
        {},
        { kind: "AIServices" },
        { kind: "SpeechServices" },
        { keysOff: true },
        { subdomain: undefined },
      ]);
      const location = draw.of(REGIONS);
      const { id } = await addAccount(subscription, { ...sketch, location });
      return fine(subscription, draw, { existing: { openaiAccountId: id }, model });
    }),
    variant("an account for a lab without keys", async (subscription, draw) => {
      const sketch = draw.each<AccountSketch>([{}, { keysOff: true }, { subdomain: undefined }]);
      const { id } = await addAccount(subscription, sketch);
      const settings = { ...withoutKeys(subscription), existing: { openaiAccountId: id }, model };
      return fine(subscription, draw, settings, "lab");
    }),
    variant("a student who has the role already", async (subscription, draw) => {
      const { id } = await addAccount(subscription);
      const other = addPerson(subscription, "other@school.example");
      const who = draw.each([subscription.tenant.student.objectId, other]);
      const role = draw.each([USER, USER, USER, USER, "Cognitive Services Contributor"]);
      const group = id.split("/providers/")[0]!;
      grantByHand(subscription, who, role, draw.each([id, id, group]));
      const settings = { ...withoutKeys(subscription), existing: { openaiAccountId: id }, model };
      return fine(subscription, draw, settings, "lab");
    }),
    variant("no such account, or no such workspace", async (subscription, draw) => {
      const { id } = await addAccount(subscription);
      const workspaceId = await addWorkspace(subscription);
      const which = draw.each([
        { openaiAccountId: `${id}x` },
        { workspaceId: `${workspaceId}x` },
        { openaiAccountId: id, workspaceId },
      ]);
      return fine(subscription, draw, { existing: which, location: undefined, model });
    }),
    variant("a full account", async (subscription, draw) => {
      const account = await addAccount(subscription);
      const count = draw.each([30, 31, 32]);
      for (let n = 0; n < count; n++)
        addDeployment(subscription, account, { ...model, capacity: 1 }, `theirs-${n}`);
      const seats = draw.each([undefined, ["s01"], ["s01", "s02"]]);
      const settings = { existing: { openaiAccountId: account.id }, seats, model };
      return fine(subscription, draw, settings, seats ? "class" : "lab");
    }),
    variant("a name of the lab's that somebody else has", async (subscription, draw) => {
      const account = await addAccount(subscription);
      addDeployment(subscription, account, model, draw.each([NAMED, "another"]));
      return fine(subscription, draw, { existing: { openaiAccountId: account.id }, model });
    }),
    variant("rights in the account", async (subscription, draw) => {
      const account = await addAccount(subscription);
      const role = draw.each(["Cognitive Services Contributor", "Reader", "Owner"]);
      const others = account.id.split("/providers/")[0]!;
      const { subscriptionId } = subscription.tenant;
      setRoles(subscription, [
        [role, others],
        [{ actions: ["*/read"] }],
        [
          { actions: ["Microsoft.Resources/*", "Microsoft.Databricks/*"] },
          `/subscriptions/${subscriptionId}`,
        ],
      ]);
      return fine(subscription, draw, { existing: { openaiAccountId: account.id }, model });
    }),
    variant("a workspace as it should be, or not", async (subscription, draw) => {
      const workspaceId = await addWorkspace(
        subscription,
        draw.each([
          {},
          { sku: "standard" },
          { computeMode: "Serverless" as const },
          { member: false },
          { location: "swedencentral" },
        ]),
      );
      return fine(subscription, draw, { existing: { workspaceId } }, "lab");
    }),
    variant("a quota of the account's region", async (subscription, draw) => {
      const account = await addAccount(subscription, { location: "swedencentral" });
      const own = openModel(draw);
      const row = `OpenAI.${own.sku}.${own.name}`;
      change(subscription, "quotas", () => ({
        locations: { [draw.each(["swedencentral", "eastus2"])]: { [row]: draw.int(0, 1) } },
      }));
      const settings = {
        existing: { openaiAccountId: account.id },
        model: { ...own, capacity: 2 },
      };
      return fine(subscription, draw, { ...settings, location: "eastus2" });
    }),
    variant("an account that Azure has slowed down", async (subscription, draw) => {
      const account = await addAccount(subscription);
      const asked = fine(
        subscription,
        draw,
        { existing: { openaiAccountId: account.id }, model },
        "lab",
      );
      await subscription.engine.up(subscription.stack(asked.stack, asked.settings));
      const { deployments } = azureStore(subscription.world);
      if (draw.each([true, false]))
        for (const [key, deployment] of deployments.entries())
          deployments.put(key, { ...deployment, loweredTo: draw.int(1, 4) });
      return asked;
    }),
  ],
};
