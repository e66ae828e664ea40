import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ok, refusal, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";
import { finding, makeHealthy, model, paths } from "../../support/doctor/paths";

const RULE = "sku-in-region";
let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

const room = (location: string, skuName: string, availableCapacity: number): unknown => ({
  location,
  properties: {
    model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" },
    skuName,
    availableCapacity,
  },
});

test("a SKU that the region lists is ok", async () => {
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "ok",
    code: "ok",
    message: "eastus2 offers gpt-4o 2024-11-20 as Standard",
    cure: "",
    evidence: "models of eastus2: gpt-4o 2024-11-20 as Standard",
  });
  expect(arm.requests.filter((url) => url.toLowerCase().startsWith(paths.capacities))).toEqual([]);
});

test.each([
  { lifecycleStatus: "Deprecated" },
  { deprecation: { inference: "2025-11-11T00:00:00Z" } },
])("a SKU that is listed for a retired model is no offer: %j", async (change) => {
  arm.answers.set(paths.models, ok({ value: [model(change)] }));
  expect(await finding(arm, RULE)).toMatchObject({
    status: "warning",
    code: "RetiredButListed",
    message: "eastus2 still lists gpt-4o 2024-11-20 as Standard, although it is retired",
  });
});

test("a SKU that is absent is refused; the cure names regions with the SKU and room for the lab, and the SKUs there are", async () => {
  const skus = [{ name: "GlobalStandard" }, { name: "DataZoneStandard" }];
  arm.answers.set(paths.models, ok({ value: [model({ skus })] }));
  const value = [
    room("SwedenCentral", "Standard", 5),
    room("northcentralus", "Standard", 100),
    room("westus3", "Standard", 4),
    room("eastus", "GlobalStandard", 100),
  ];
  arm.answers.set(paths.capacities, ok({ value }));
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "refused",
    code: "InvalidResourceProperties",
    message: "eastus2 does not offer gpt-4o 2024-11-20 as Standard",
    cure: "set rai-lab:location northcentralus or swedencentral, or rai-lab:model.sku GlobalStandard or DataZoneStandard",
    evidence: "models of eastus2: gpt-4o 2024-11-20 as GlobalStandard, DataZoneStandard",
  });
});

test("not learning where else it is sold changes the cure only", async () => {
  arm.answers.set(paths.models, ok({ value: [] }));
  arm.answers.set(paths.capacities, refusal(403, "AuthorizationFailed", "no"));
  const { status, code, message, cure } = await finding(arm, RULE);
  expect([status, code, message]).toEqual([
    "refused",
    "DeploymentModelNotSupported",
    "eastus2 does not offer gpt-4o 2024-11-20 as Standard",
  ]);
  expect(cure).toBe("choose another model: no region is known to offer this one as Standard");
});
