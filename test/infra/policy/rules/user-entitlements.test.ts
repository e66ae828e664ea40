import { expect, test } from "vitest";
import { userEntitlements } from "../../../../infra/policy/rules/user-entitlements";
import { judge } from "../../../support/policy/rule";

test.each(["allowClusterCreate", "allowInstancePoolCreate"])("%s", (right) => {
  expect(judge(userEntitlements, { userName: "s@b", [right]: true })).toEqual([`${right} is set`]);
  expect(judge(userEntitlements, { userName: "s@b", [right]: false })).toEqual([]);
});

test("a plain user", () => {
  expect(judge(userEntitlements, { userName: "s@b", force: true })).toEqual([]);
});
