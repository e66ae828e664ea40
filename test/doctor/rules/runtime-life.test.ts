import { expect, test } from "vitest";
import { runtimeLife } from "../../../scripts/doctor/rules/runtime-life";
import { contextOf } from "../../support/doctor/context";

const judge = (runtime: string, today?: string, expires?: string) =>
  runtimeLife.check(
    contextOf(
      { databricks: { runtime }, ...(expires !== undefined && { expires }) },
      today === undefined ? undefined : Date.parse(today),
    ),
  );

test.each([
  ["14.3.x-cpu-ml-scala2.12", "2027-02-01", "RuntimeEndsSoon"],
  ["15.4.x-cpu-ml-scala2.12", "2027-08-19", "ok"],
  ["16.4.x-cpu-ml-scala2.12", "2028-05-09", "ok"],
  ["16.4.x-cpu-ml-scala2.13", "2028-05-09", "ok"],
  ["17.3.x-cpu-ml-scala2.13", "2028-10-22", "ok"],
  ["18.x-cpu-ml-scala2.13", "2029-06-10", "ok"],
  ["18.2.x-cpu-ml-scala2.13", "2029-06-10", "ok"],
])("%s ends on %s: %s", (runtime, end, code) => {
  const judgement = judge(runtime);
  expect(judgement).toMatchObject({ code });
  expect(judgement).toHaveProperty("message", expect.stringContaining(end));
});

test("a runtime out of support is a warning: the API may still take it", () => {
  expect(judge("13.3.x-cpu-ml-scala2.12")).toEqual({
    status: "warning",
    code: "RuntimeEndOfSupport",
    message:
      "runtime 13.3.x-cpu-ml-scala2.12 is out of support since 2026-08-22: no longer selectable in the UI, and the API may refuse it any day",
    cure: "set rai-lab:databricks.runtime to 16.4.x-cpu-ml-scala2.12",
    evidence:
      "13.3 LTS ends on 2026-08-22 (learn.microsoft.com/azure/databricks/release-notes/runtime/eos)",
  });
});

test("it warns 90 days ahead, and whenever the lab lives longer than its runtime", () => {
  expect(judge("16.4.x-cpu-ml-scala2.12", "2028-02-08T00:00:00Z")).toMatchObject({ status: "ok" });
  expect(judge("16.4.x-cpu-ml-scala2.12", "2028-02-09T00:00:00Z")).toMatchObject({
    status: "warning",
    message: "runtime 16.4.x-cpu-ml-scala2.12 goes out of support in 90 days, on 2028-05-09",
  });
  expect(judge("15.4.x-cpu-ml-scala2.12", undefined, "2027-09-01")).toMatchObject({
    status: "warning",
    message:
      "runtime 15.4.x-cpu-ml-scala2.12 goes out of support before the lab expires on 2027-09-01, on 2027-08-19",
  });
});

test("a runtime that is no known long-term release is unknown", () => {
  expect(judge("19.x-cpu-ml-scala2.13")).toMatchObject({
    status: "unknown",
    code: "RuntimeUnknown",
    message:
      "runtime 19.x-cpu-ml-scala2.13 is no long-term release that this doctor knows (13.3, 14.3, 15.4, 16.4, 17.3, 18)",
  });
});

test.each([
  [
    "16.4.x-cpu-ml-scala2.12",
    "2028-06-01",
    "set rai-lab:databricks.runtime to 18.x-cpu-ml-scala2.13",
  ],
  [
    "17.3.x-cpu-ml-scala2.13",
    "2028-11-01",
    "set rai-lab:databricks.runtime to 18.x-cpu-ml-scala2.13",
  ],
  [
    "13.3.x-cpu-ml-scala2.12",
    "2028-06-01",
    "set rai-lab:databricks.runtime to 18.x-cpu-ml-scala2.13",
  ],
  [
    "18.x-cpu-ml-scala2.13",
    "2036-03-01",
    "no runtime that this doctor knows (13.3, 14.3, 15.4, 16.4, 17.3, 18) lives longer: set rai-lab:databricks.runtime to the newest LTS for ML of learn.microsoft.com/azure/databricks/release-notes/runtime/eos",
  ],
])("the cure of %s on %s is no runtime that has ended too", (runtime, today, cure) => {
  expect(judge(runtime, today)).toMatchObject({ status: "warning", cure });
});
