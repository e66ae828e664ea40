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
  "create-right",
  "deployment-cap",
  "existing-account",
  "existing-account-rights",
  "existing-workspace",
  "existing-workspace-rights",
  "library-pin",
  "managed-group",
  "model-life-cycle",
  "name-reserved",
  "outside-state",
  "policy-location",
  "providers-registered",
  "purge-right",
  "rate-limit",
  "role-granted",
  "role-right",
  "runtime-life",
  "seat-rights",
  "sku-in-region",
  "soft-deleted-name",
  "student-named",
  "token-quota",
  "vcpu-quota",
  "workspace-tier",
] as const;

test("no published id is gone", () => {
  expect(RULE_IDS).toEqual(expect.arrayContaining([...PUBLISHED]));
});
