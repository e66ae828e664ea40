import { expect, test } from "vitest";
import { workspacePremium } from "../../../../infra/policy/rules/workspace-premium";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

test.each([
  ["standard", "its SKU is standard"],
  ["trial", "its SKU is trial"],
  [undefined, "its SKU is not set"],
])("%s", (name, message) => {
  expect(checkResource(workspacePremium, name === undefined ? {} : { sku: { name } })).toEqual([
    message,
  ]);
});

test.each(["premium", "Premium", UNKNOWN])("%s is fine", (name) => {
  expect(checkResource(workspacePremium, { sku: { name } })).toEqual([]);
});
