import { expect, test } from "vitest";
import { SEAT_STATES, summaryOf } from "../../scripts/class/seat-state";

test("the summary has every state, and counts each seat once", () => {
  const summary = summaryOf([{ state: "ready" }, { state: "failed" }, { state: "ready" }]);
  expect(Object.keys(summary)).toEqual([...SEAT_STATES]);
  expect(summary).toMatchObject({ ready: 2, failed: 1, skipped: 0 });
});
