import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ok, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";
import { finding, makeHealthy, paths, usage } from "../../support/doctor/paths";
import { names } from "../../support/doctor/context";

const RULE = "account-cap";
let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

const rows = (openai: number, all: number): unknown =>
  arm.answers.set(
    paths.usages,
    ok({ value: [usage("OpenAI.S0.AccountCount", openai, 30), usage("AccountCount", all, 200)] }),
  );

test("room for one more is ok", async () => {
  rows(29, 199);
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "ok",
    code: "ok",
    message: "eastus2 allows one more Azure OpenAI account",
    cure: "",
    evidence: "usages of eastus2: OpenAI.S0.AccountCount 29 of 30, AccountCount 199 of 200",
  });
});

test.each([
  [30, 60, "30 of 30 are used (OpenAI.S0.AccountCount)"],
  [3, 200, "200 of 200 are used (AccountCount)"],
])("with %i and %i accounts the region is full", async (openai, all, says) => {
  rows(openai, all);
  const { status, code, message, cure } = await finding(arm, RULE);
  expect([status, code, message]).toEqual([
    "refused",
    "InsufficientQuota",
    `eastus2 allows no further account: ${says}`,
  ]);
  expect(cure).toBe(
    "delete and purge accounts that are not needed, or choose another rai-lab:location",
  );
});

test("a lab whose account is there needs no further one", async () => {
  rows(30, 60);
  arm.answers.set(paths.account, ok({ name: names.openaiAccount, kind: "OpenAI" }));
  const { status, message } = await finding(arm, RULE);
  expect([status, message]).toEqual([
    "ok",
    `the account ${names.openaiAccount} is there: no further one is needed`,
  ]);
});

test("an account that is restored counts already", async () => {
  rows(30, 60);
  const { resourceGroup, openaiAccount } = names;
  const id = `/subscriptions/s/providers/Microsoft.CognitiveServices/locations/East US 2/resourceGroups/${resourceGroup}/deletedAccounts/${openaiAccount}`;
  arm.answers.set(paths.deletedAccounts, ok({ value: [{ id, name: openaiAccount }] }));
  expect(await finding(arm, RULE, { openai: { restore: true } })).toMatchObject({ status: "ok" });
  expect(await finding(arm, RULE)).toMatchObject({ status: "refused" });
});

test("a table without the rows is unknown", async () => {
  arm.answers.set(paths.usages, ok({ value: [] }));
  const { status, message, evidence } = await finding(arm, RULE);
  expect([status, message, evidence]).toEqual([
    "unknown",
    "eastus2 does not say how many accounts it allows",
    "usages of eastus2: no row OpenAI.S0.AccountCount or AccountCount",
  ]);
});
