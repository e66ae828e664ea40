import { expect, test } from "vitest";
import { userEntitlements } from "../../../../infra/policy/rules/user-entitlements";
import { checkResource } from "../../../support/policy/rule";

test.each(["allowClusterCreate", "allowInstancePoolCreate"])("%s", (right) => {
  expect(checkResource(userEntitlements, { userName: "s@b", [right]: true })).toEqual([
    `${right} is set`,
  ]);
  expect(checkResource(userEntitlements, { userName: "s@b", [right]: false })).toEqual([]);
});

test("a plain user", () => {
  expect(checkResource(userEntitlements, { userName: "s@b", force: true })).toEqual([]);
});
