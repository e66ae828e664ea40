import { expect, test } from "vitest";
import { runtimeOf } from "../../../infra/policy/runtime-of";
import { UNKNOWN } from "../../../infra/policy/value";

test("a runtime that is not known yet", () => {
  expect(runtimeOf({ sparkVersion: "16.4.x-cpu-ml-scala2.12" })).toBe("16.4.x-cpu-ml-scala2.12");
  expect(runtimeOf({ sparkVersion: UNKNOWN })).toBe("");
  expect(runtimeOf({})).toBe("");
});
