import { expect, test } from "vitest";
import { budget } from "../../../../infra/policy/rules/budget";
import { BUDGET, RESOURCE_GROUP } from "../../../../infra/policy/types";
import { checkStack, resource } from "../../../support/policy/rule";

const group = resource(RESOURCE_GROUP, "group");

test("demanded and missing", () => {
  expect(checkStack(budget, [group], { required: true })).toEqual(["group: no budget watches it"]);
});

test("there, or not demanded", () => {
  expect(checkStack(budget, [group, resource(BUDGET, "budget")], { required: true })).toEqual([]);
  expect(checkStack(budget, [group])).toEqual([]);
});
