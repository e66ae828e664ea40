import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Finding } from "../../../scripts/doctor/finding";
import { ok, startFakeArm, type FakeArm } from "../../support/azure/fake-arm";
import { names } from "../../support/doctor/context";
import { finding, makeHealthy, paths } from "../../support/doctor/paths";

const RULE = "budget-start";
let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());
beforeEach(() => makeHealthy(arm));

const offer = (quotaId: string): void =>
  void arm.answers.set(paths.subscription, ok({ subscriptionPolicies: { quotaId } }));
const starting = (start: string): Promise<Finding> =>
  finding(arm, RULE, { budget: { amount: 9, emails: ["a@school.example"], start } });

test("without a budget there is nothing to ask", async () => {
  expect(await finding(arm, RULE)).toMatchObject({ status: "ok" });
});

test.each(["2026-11-01", "2027-11-01"])("a budget may start on %s", async (start) => {
  offer("PayAsYouGo_2014-09-01");
  expect(await starting(start)).toMatchObject({ status: "ok" });
});

test.each([
  ["2026-10-01", "a new budget cannot start on 2026-10-01: that is in a past month"],
  ["2027-12-01", "a new budget cannot start on 2027-12-01: that is more than twelve months ahead"],
])("a new budget may not start on %s", async (start, message) => {
  offer("PayAsYouGo_2014-09-01");
  expect(await starting(start)).toMatchObject({
    status: "refused",
    code: "400",
    message,
    cure: "set rai-lab:budget.start to 2026-11-01, or to the first day of a later month",
  });
});

test("the budget that exists keeps a start in a past month; another past start is a new budget", async () => {
  offer("PayAsYouGo_2014-09-01");
  const timePeriod = { startDate: "2026-09-01T00:00:00Z" };
  arm.answers.set(paths.budget, ok({ properties: { timePeriod } }));
  expect(await starting("2026-09-01")).toMatchObject({
    status: "ok",
    message: `the budget ${names.budget} exists and keeps its start`,
  });
  expect(await starting("2026-10-01")).toMatchObject({ status: "refused" });
});

test.each(["Sponsored_2016-01-01", "CSP_2015-05-01"])("%s has no budgets", async (quotaId) => {
  offer(quotaId);
  expect(await starting("2027-01-01")).toMatchObject({
    status: "refused",
    message: `a subscription of the offer ${quotaId} cannot have budgets`,
    cure: "remove rai-lab:budget, and watch the costs where the subscription is paid for",
  });
});

test("a subscription that cannot be read is unknown", async () => {
  expect(await starting("2027-01-01")).toMatchObject({ status: "unknown" });
});
