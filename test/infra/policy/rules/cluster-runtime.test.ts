import { expect, test } from "vitest";
import { clusterRuntime } from "../../../../infra/policy/rules/cluster-runtime";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

test.each([
  ["13.3.x-cpu-ml-scala2.12", "the support of 13.3.x-cpu-ml-scala2.12 ended on 2026-08-22"],
  ["16.4.x-scala2.12", "16.4.x-scala2.12 is no ML runtime"],
  [
    "16.3.x-cpu-ml-scala2.12",
    "16.3.x-cpu-ml-scala2.12 has no long-term support that is known here",
  ],
])("%s", (sparkVersion, message) => {
  expect(checkResource(clusterRuntime, { sparkVersion })).toEqual([message]);
});

test.each([
  "14.3.x-cpu-ml-scala2.12",
  "16.4.x-cpu-ml-scala2.12",
  "17.3.x-cpu-ml-scala2.13",
  "18.2.x-cpu-ml-scala2.13",
  UNKNOWN,
])("%s is fine", (sparkVersion) => {
  expect(checkResource(clusterRuntime, { sparkVersion })).toEqual([]);
});

test("the new form names the plain runtime", () => {
  expect(
    checkResource(clusterRuntime, { sparkVersion: "16.4.x-scala2.12", useMlRuntime: true }),
  ).toEqual([]);
});
