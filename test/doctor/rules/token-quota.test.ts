import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ok, refusal, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";
import { finding, makeHealthy, model, paths, TPM, usage } from "../../support/doctor/paths";

const RULE = "token-quota";
let arm: FakeArm;
beforeAll(async () => {
  arm = await startFakeArm();
});
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

const quota = (used: number, limit: number): unknown =>
  arm.answers.set(paths.usages, ok({ value: [usage("OpenAI.Standard.gpt-4o", used, limit, TPM)] }));
const deployed = (sku: string, capacity: number, version = "2024-11-20"): unknown =>
  arm.answers.set(
    paths.deployment,
    ok({
      sku: { name: sku, capacity },
      properties: { model: { format: "OpenAI", name: "gpt-4o", version } },
    }),
  );

test("enough is ok, with the arithmetic as evidence", async () => {
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "ok",
    code: "ok",
    message: `the quota suffices: 5 needed, 130 free of ${TPM}`,
    cure: "",
    evidence: "usages of eastus2: OpenAI.Standard.gpt-4o: limit 150 − used 20 = 130 free, needed 5",
  });
});

test("exactly enough is ok; one less is refused, with the largest capacity that fits", async () => {
  quota(145, 150);
  expect((await finding(arm, RULE)).status).toBe("ok");
  quota(146, 150);
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "refused",
    code: "InsufficientQuota",
    message: `the quota is too small: 5 needed, 4 free of ${TPM} (limit 150 − used 146 = 4 free, needed 5)`,
    cure: "set rai-lab:model.capacity to 4 or less, delete deployments that are not needed, purge soft-deleted accounts (they may still hold quota), choose another rai-lab:location, or ask for more at https://aka.ms/oai/quotaincrease",
    evidence: "usages of eastus2: OpenAI.Standard.gpt-4o: limit 150 − used 146 = 4 free, needed 5",
  });
});

test("with nothing free no smaller capacity is advised", async () => {
  quota(150, 150);
  const { status, cure } = await finding(arm, RULE);
  expect(status).toBe("refused");
  expect(cure).not.toContain("rai-lab:model.capacity");
});

test("on an update the increase alone counts", async () => {
  quota(150, 150);
  deployed("Standard", 5);
  expect((await finding(arm, RULE)).evidence).toBe(
    "usages of eastus2: OpenAI.Standard.gpt-4o: limit 150 − used 150 = 0 free, needed 0 (capacity 5 − 5 already held)",
  );
  const more = await finding(arm, RULE, { model: { capacity: 8 } });
  expect([more.status, more.cure.split(",")[0]]).toEqual([
    "refused",
    "set rai-lab:model.capacity to 5 or less",
  ]);
});

test.each([
  ["another SKU", "GlobalStandard", "2024-11-20"],
  ["another version", "Standard", "2024-08-06"],
])("a deployment of %s holds nothing of this row", async (_what, sku, version) => {
  quota(150, 150);
  deployed(sku, 5, version);
  expect((await finding(arm, RULE)).message).toContain("5 needed, 0 free");
});

test("the row is the one the SKU names, never one built from the model's name", async () => {
  arm.answers.set(
    paths.models,
    ok({ value: [model({ skus: [{ name: "Standard", usageName: "OpenAI.Odd" }] })] }),
  );
  const rows = [usage("OpenAI.Standard.gpt-4o", 0, 150), usage("OpenAI.Odd", 9, 10, "odd")];
  arm.answers.set(paths.usages, ok({ value: rows }));
  expect((await finding(arm, RULE)).message).toBe(
    "the quota is too small: 5 needed, 1 free of odd (limit 10 − used 9 = 1 free, needed 5)",
  );
});

test("a row that the table lacks, and a SKU without a row, are unknown", async () => {
  arm.answers.set(paths.usages, ok({ value: [] }));
  const lacking = await finding(arm, RULE);
  expect([lacking.status, lacking.message]).toEqual([
    "unknown",
    "the quota of gpt-4o 2024-11-20 as Standard is not in the quota table of eastus2",
  ]);
  arm.answers.set(paths.models, ok({ value: [] }));
  const nameless = await finding(arm, RULE);
  expect([nameless.status, nameless.message]).toEqual([
    "unknown",
    "the quota of gpt-4o 2024-11-20 as Standard cannot be asked: eastus2 names no quota row for it",
  ]);
});

test("without the right to read usages it is unknown, with the role that is missing", async () => {
  arm.answers.set(
    paths.usages,
    refusal(403, "AuthorizationFailed", "The client 'c' does not have authorization."),
  );
  expect(await finding(arm, RULE)).toEqual({
    rule: RULE,
    status: "unknown",
    code: "AuthorizationFailed",
    message:
      "could not ask: Azure answered 403 AuthorizationFailed: The client 'c' does not have authorization",
    cure: "ask the subscription's owner for the role Reader on the subscription",
    evidence: "HTTP 403",
  });
});

test("a class needs its capacity once for each seat that has a deployment of its own", async () => {
  const layout = { layout: "class", seats: ["s01", "s02", "s03"] };
  expect((await finding(arm, RULE, layout)).message).toContain("15 needed, 130 free");
  quota(138, 150);
  expect(await finding(arm, RULE, layout)).toMatchObject({
    status: "refused",
    message: expect.stringContaining("needed 15 (capacity 5 × 3 seats − 0 already held)"),
    cure: expect.stringMatching(/^set rai-lab:model.capacity to 4 or less,/),
  });
  arm.answers.set(
    `${paths.account}/deployments/gpt-35-turbo-s02`,
    ok({
      sku: { name: "Standard", capacity: 5 },
      properties: { model: { name: "gpt-4o", version: "2024-11-20" } },
    }),
  );
  expect((await finding(arm, RULE, layout)).status).toBe("ok");
});
