import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { accountSku, finding, makeHealthy, paths } from "../../support/doctor/paths";
import { ok, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";

const RULE = "account-sku";
let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

const list = (...value: unknown[]): unknown => arm.answers.set(paths.skus, ok({ value }));
const restrictions = (reasonCode: string): unknown => [
  { type: "Location", values: ["EASTUS2"], reasonCode },
];

test("an unrestricted S0 in the region is ok, whatever stands beside it", async () => {
  list(
    accountSku({ kind: "AIServices", restrictions: restrictions("QuotaId") }),
    accountSku({ locations: ["WESTEUROPE"], restrictions: restrictions("QuotaId") }),
    accountSku(),
  );
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "ok",
    code: "ok",
    message: "this subscription is allowed to create Azure OpenAI in eastus2",
    cure: "",
    evidence: "skus: OpenAI S0 in eastus2 unrestricted",
  });
});

test("a restriction is a refusal, with the code the account would be refused with", async () => {
  list(accountSku({ restrictions: restrictions("QuotaId") }));
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "refused",
    code: "SpecialFeatureOrQuotaIdRequired",
    message:
      "this subscription is not allowed to create Azure OpenAI in eastus2: Azure excludes its offer (QuotaId)",
    cure: "use a pay-as-you-go or enterprise subscription: set ARM_SUBSCRIPTION_ID",
    evidence: "skus: OpenAI S0 in eastus2 restricted, QuotaId",
  });
  list(accountSku({ restrictions: restrictions("NotAvailableForSubscription") }));
  expect((await finding(arm, RULE)).code).toBe("NotAvailableForSubscription");
});

test("a region that is not listed is unknown", async () => {
  list(accountSku({ locations: ["WESTEUROPE"] }));
  const { status, message } = await finding(arm, RULE);
  expect([status, message]).toEqual([
    "unknown",
    "it is not known whether Azure OpenAI accounts can be created in eastus2",
  ]);
});
