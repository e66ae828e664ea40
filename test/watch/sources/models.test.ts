import { expect, test } from "vitest";
import catalogue from "../../../scripts/cloud/azure/seed/models.json";
import type { ModelOffer } from "../../../scripts/doctor";
import { watchModels } from "../../../scripts/watch/sources/models";
import { NOT_LISTED } from "../../../scripts/watch/thing";
import { configOf, defaultConfigOf } from "../../support/doctor/context";

const { model } = configOf();
const offer = (change: Partial<ModelOffer> = {}): ModelOffer => ({
  ...{ name: "gpt-4o", version: "2024-11-20", lifecycleStatus: "Legacy", chat: true },
  retires: new Date("2027-04-14"),
  skus: [{ name: "Standard" }],
  ...change,
});
const watch = (...offers: ModelOffer[]) =>
  watchModels(model, () => Promise.resolve(offers), catalogue);

test("the stack's model is used, the region's other chat models in the same SKU are alternatives", async () => {
  const watched = await watch(
    offer(),
    offer({ version: "2024-08-06", lifecycleStatus: "Deprecating" }),
    offer({ name: "embedding", chat: false }),
    offer({ name: "gpt-5", skus: [{ name: "GlobalStandard" }] }),
  );
  expect(watched).toMatchObject([
    {
      ...{ id: "gpt-4o+2024-11-20+Standard", isUsed: true, state: "Legacy", ends: "2027-04-14" },
      isOver: false,
    },
    { id: "gpt-4o+2024-08-06+Standard", isUsed: false, state: "Deprecating" },
  ]);
  expect(watched).toHaveLength(2);
});

test("the SKU's own day decides over the model's", async () => {
  const skus = [{ name: "Standard", retires: new Date("2026-03-31") }];
  expect(await watch(offer({ skus }))).toMatchObject([{ ends: "2026-03-31" }]);
});

test("a retired model, and one that the region no longer lists, are over", async () => {
  const retired = await watch(offer({ lifecycleStatus: "Deprecated" }));
  expect(retired).toMatchObject([{ isUsed: true, isOver: true }]);
  const [own, ...others] = await watch(offer({ version: "2024-08-06" }));
  expect(own).toMatchObject({ isUsed: true, isOver: true, state: NOT_LISTED });
  expect(others).toMatchObject([{ isUsed: false, state: "Legacy" }]);
});

test("without Azure it is unknown, with what the dated schedule says", async () => {
  const refuse = () => Promise.reject(new Error("no sign-in\nmore"));
  expect(await watchModels(defaultConfigOf().model, refuse, catalogue)).toEqual([
    {
      id: "gpt-5.6-luna+2026-07-09+GlobalStandard",
      kind: "model",
      name: "gpt-5.6-luna 2026-07-09 (GlobalStandard)",
      isUsed: true,
      unknown: "no sign-in",
      dated: {
        state: "GenerallyAvailable",
        ends: "2028-01-11",
        source: `the schedule of ${catalogue.published}`,
      },
    },
  ]);
  const unheard = { ...model, name: "gpt-7" };
  expect(await watchModels(unheard, refuse, catalogue)).toMatchObject([{ dated: undefined }]);
});
