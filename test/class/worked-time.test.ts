import { expect, test } from "vitest";
import { type ClusterEvent, workedHours } from "../../scripts/class/worked-time";

const HOUR = 3_600_000;
const at = (hours: number, type: string): ClusterEvent => ({ timestamp: hours * HOUR, type });

test.each([
  [[], 0],
  [[at(1, "RUNNING")], 4],
  [[at(1, "RUNNING"), at(2, "TERMINATING")], 1],
  [[at(2, "TERMINATING"), at(1, "RUNNING"), at(4, "RUNNING")], 2],
  // An event that the log repeats, and an end whose start is older than the log.
  [[at(0.5, "TERMINATING"), at(1, "RUNNING"), at(1.5, "RUNNING"), at(2, "TERMINATING")], 1],
])("events %j make %d hours until the fifth", (events, hours) => {
  expect(workedHours(events, 5 * HOUR)).toBe(hours);
});
