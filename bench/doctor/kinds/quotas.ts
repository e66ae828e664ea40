import type { Kind } from "../scenario";
import { table } from "../../../scripts/cloud/azure/tables";
import { azureStore } from "../../../scripts/cloud/azure/store";
import { addAccount, addDeployment, change, softDelete, type Model } from "../world";
import { fine, OPEN_MODELS, REGIONS, variant } from "./common";
import type { Draw } from "../draw";
import type { Subscription } from "../subscription";

const usageOf = ({ name, sku }: Omit<Model, "capacity">): string => `OpenAI.${sku}.${name}`;

/** Sets a limit of a region, in thousands of tokens per minute or in accounts. */
const limit = (subscription: Subscription, location: string, row: string, value: number): void =>
  change(subscription, "quotas", ({ locations }) => ({
    locations: { ...locations, [location]: { ...locations[location], [row]: value } },
  }));

/** A place and a model with a limit of `total`, of which others use `used`. */
async function used(
  subscription: Subscription,
  draw: Draw,
  { total, by }: { total: number; by: number },
): Promise<{ location: string; model: Omit<Model, "capacity"> }> {
  const location = draw.of(REGIONS);
  const model = draw.of(OPEN_MODELS);
  limit(subscription, location, usageOf(model), total);
  if (by > 0) {
    const account = await addAccount(subscription, { location });
    addDeployment(subscription, account, { ...model, capacity: by }, "theirs");
  }
  return { location, model };
}

/** Tokens per minute and accounts that a region has left. */
export const quotas: Kind = {
  name: "quotas",
  variants: [
    variant("more or fewer tokens than are free", async (subscription, draw) => {
      const by = draw.int(0, 20);
      const { location, model } = await used(subscription, draw, { total: 30, by });
      const capacity = 30 - by + draw.each([1, 0, -1, 2, -2]);
      return fine(subscription, draw, { location, model: { ...model, capacity } });
    }),
    variant("tokens that a soft-deleted account holds", async (subscription, draw) => {
      const by = draw.int(5, 20);
      const { location, model } = await used(subscription, draw, { total: 30, by });
      for (const account of azureStore(subscription.world).accounts.values())
        await softDelete(subscription, account);
      const capacity = 30 - by + draw.each([1, 0]);
      return fine(subscription, draw, { location, model: { ...model, capacity } });
    }),
    variant("deployments of a class that share a quota", async (subscription, draw) => {
      const { location, model } = await used(subscription, draw, { total: 30, by: 0 });
      const seats = Array.from({ length: draw.int(2, 5) }, (_, n) => `s${n}`);
      const capacity = Math.floor(30 / seats.length) + draw.each([1, 0]);
      return fine(subscription, draw, { location, model: { ...model, capacity }, seats }, "class");
    }),
    variant("a deployment of the lab's own that grows", async (subscription, draw) => {
      const { location, model } = await used(subscription, draw, { total: 30, by: 10 });
      const before = fine(subscription, draw, { location, model: { ...model, capacity: 15 } });
      const stack = subscription.stack(before.stack, before.settings);
      await subscription.engine.up(stack);
      const capacity = 20 + draw.each([1, 0]);
      return { ...before, settings: { ...before.settings, model: { ...model, capacity } } };
    }),
    variant("a version that takes over the quota of the one before", async (subscription, draw) => {
      const location = draw.of(REGIONS);
      const model = { name: "gpt-4o", sku: "Standard" };
      limit(subscription, location, "OpenAI.Standard.gpt-4o", 30);
      const capacity = 30 + draw.each([1, 0]);
      const old = { ...model, version: "2024-08-06", capacity: 20 };
      const { rows } = table(subscription.world, "models");
      change(subscription, "models", () => ({
        rows: rows.map((row) => ({ ...row, lifecycle: "GenerallyAvailable" })),
      }));
      const before = fine(subscription, draw, { location, model: old });
      await subscription.engine.up(subscription.stack(before.stack, before.settings));
      change(subscription, "models", () => ({ rows }));
      const next = { ...model, version: "2024-11-20", capacity };
      return { ...before, settings: { ...before.settings, model: next } };
    }),
    variant("accounts", async (subscription, draw) => {
      const location = draw.of(REGIONS);
      const row = draw.each(["OpenAI.S0.AccountCount", "AccountCount"]);
      limit(subscription, location, row, draw.each([1, 1, 2]));
      const account = await addAccount(subscription, { location });
      if (draw.each([false, false, true, true])) await softDelete(subscription, account);
      return fine(subscription, draw, { location });
    }),
  ],
};
