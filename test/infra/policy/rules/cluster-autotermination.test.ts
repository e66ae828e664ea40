import { expect, test } from "vitest";
import { clusterAutotermination } from "../../../../infra/policy/rules/cluster-autotermination";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

test.each([
  [{}, "autoterminationMinutes is not set"],
  [{ autoterminationMinutes: 0 }, "it never stops by itself"],
  [{ autoterminationMinutes: 121 }, "it stops after 121 idle minutes, the limit is 120"],
])("%j", (props, message) => {
  expect(checkResource(clusterAutotermination, props)).toEqual([message]);
});

test("a class may be stricter", () => {
  expect(
    checkResource(
      clusterAutotermination,
      { autoterminationMinutes: 45 },
      { settings: { maxMinutes: 30 } },
    ),
  ).toEqual(["it stops after 45 idle minutes, the limit is 30"]);
});

test.each([20, 120, UNKNOWN])("%s is fine", (autoterminationMinutes) => {
  expect(checkResource(clusterAutotermination, { autoterminationMinutes })).toEqual([]);
});
