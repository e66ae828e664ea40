import { expect, test } from "vitest";
import { RULE_IDS } from "../../scripts/doctor/rule-ids";
import { rules } from "../../scripts/doctor/rules";

test("every id has its rule, in the order in which they are printed", () => {
  expect(rules.map(({ name }) => name)).toEqual(RULE_IDS);
});

/** Ids that were published: scripts name them. A new rule adds its own, and none is taken out. */
const PUBLISHED = [
  "account-cap",
  "account-sku",
  "api-version",
  "budget-start",
  "class-exists",
  "deployment-cap",
  "existing-account",
  "existing-account-rights",
  "existing-workspace",
  "existing-workspace-rights",
  "library-pin",
  "model-life-cycle",
  "outside-state",
  "policy-location",
  "providers-registered",
  "purge-right",
  "role-right",
  "runtime-life",
  "sku-in-region",
  "soft-deleted-name",
  "student-named",
  "token-quota",
  "vcpu-quota",
] as const;

test("no published id is gone", () => {
  expect(RULE_IDS).toEqual(expect.arrayContaining([...PUBLISHED]));
});
