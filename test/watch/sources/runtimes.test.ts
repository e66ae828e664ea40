import { expect, test } from "vitest";
import { watchRuntime } from "../../../scripts/watch/sources/runtimes";
import { configOf } from "../../support/doctor/context";

test.each([
  ["16.4.x-cpu-ml-scala2.12", { state: "supported", ends: "2028-05-09" }],
  [
    "17.1.x-cpu-ml-scala2.13",
    { unknown: expect.stringContaining("no long-term runtime") as string },
  ],
])("runtime %s, by the dated table", (runtime, expected) => {
  const { databricks } = configOf({ databricks: { runtime } });
  expect(watchRuntime(databricks)).toMatchObject([{ id: `databricks+${runtime}`, ...expected }]);
});
