import { expect, test } from "vitest";
import { roleScope } from "../../../../infra/policy/rules/role-scope";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

test.each([
  "/subscriptions/00000000-0000-4000-8000-000000000001",
  "subscriptions/00000000-0000-4000-8000-000000000001/",
  "/providers/Microsoft.Management/managementGroups/school",
  "/",
])("%s", (scope) => {
  expect(checkResource(roleScope, { scope })).toEqual([
    "it reaches beyond the lab's resource group",
  ]);
});

test.each([
  "/subscriptions/s/resourceGroups/g",
  "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a",
  UNKNOWN,
])("%s is fine", (scope) => {
  expect(checkResource(roleScope, { scope })).toEqual([]);
});
