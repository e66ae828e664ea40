import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { modelCatalogue, sameModel } from "../../scripts/doctor/model-catalogue";
import { azureClients } from "../../scripts/lib/azure/clients";
import { model, paths } from "../support/doctor/paths";
import { ok, startFakeArm, type FakeArm } from "../support/azure/fake-arm";
import { SUBSCRIPTION } from "../support/doctor/context";

let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => arm.reset());

const read = () => modelCatalogue(azureClients(arm.session).cognitive, "eastus2");

test("every page is read; other kinds are left out; dates, SKUs and replacements come through", async () => {
  const nextLink = `${arm.session.endpoint}/subscriptions/${SUBSCRIPTION}/page2?api-version=2025-06-01`;
  const replacementConfig = { targetModelName: "gpt-5.6-sol", targetModelVersion: "2026-07-09" };
  const first = [
    model({}, "AIServices"),
    model({ lifecycleStatus: "Deprecating", replacementConfig }),
  ];
  const skus = [
    {
      name: "GlobalStandard",
      usageName: "OpenAI.GlobalStandard.x",
      deprecationDate: "2027-01-01T00:00:00Z",
      rateLimits: [
        { key: "token", renewalPeriod: 60, count: 1000 },
        { key: "request", renewalPeriod: 10, count: 1 },
      ],
    },
  ];
  const second = [
    { kind: "OpenAI" },
    model({ name: "x", version: "1", capabilities: {}, deprecation: null, skus }),
  ];
  arm.answers.set(paths.models, ok({ value: first, nextLink }));
  arm.answers.set("/page2", ok({ value: second, nextLink: null }));
  expect(await read()).toEqual([
    {
      name: "gpt-4o",
      version: "2024-11-20",
      lifecycleStatus: "Deprecating",
      retires: new Date("2027-04-14T00:00:00Z"),
      replacement: { name: "gpt-5.6-sol", version: "2026-07-09" },
      chat: true,
      skus: [{ name: "Standard", usageName: "OpenAI.Standard.gpt-4o", retires: undefined }],
    },
    {
      name: "x",
      version: "1",
      lifecycleStatus: "GenerallyAvailable",
      retires: undefined,
      replacement: undefined,
      chat: false,
      skus: [
        {
          name: "GlobalStandard",
          usageName: "OpenAI.GlobalStandard.x",
          retires: new Date("2027-01-01T00:00:00Z"),
          requestsPerUnit: 6,
        },
      ],
    },
  ]);
});

test("a replacement half given is no replacement", async () => {
  arm.answers.set(
    paths.models,
    ok({ value: [model({ replacementConfig: { targetModelName: "gpt-5.1" } })] }),
  );
  expect((await read())[0]?.replacement).toBeUndefined();
});

test("names are compared in any case, versions whole", () => {
  expect(sameModel({ name: "GPT-4o", version: "1" }, { name: "gpt-4o", version: "1" })).toBe(true);
  expect(sameModel({ name: "gpt-4o", version: "1" }, { name: "gpt-4o", version: "10" })).toBe(
    false,
  );
});
