import { expect, test } from "vitest";
import { endOfSupport } from "../../infra/runtimes";

test.each([
  ["13.3.x-cpu-ml-scala2.12", "2026-08-22"],
  ["16.4.x-scala2.13", "2028-05-09"],
  ["18.x-cpu-ml-scala2.13", "2029-06-10"],
  ["18.2.x-cpu-ml-scala2.13", "2029-06-10"],
  ["16.3.x-cpu-ml-scala2.12", undefined],
  ["latest", undefined],
])("%s is supported until %s", (runtime, end) => {
  expect(endOfSupport(runtime)).toBe(end);
});
