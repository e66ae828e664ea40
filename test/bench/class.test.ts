import { expect, test } from "vitest";
import { boundSeconds, runAgainstBuckets } from "../../bench/class/buckets";
import { runGuiltyPrograms } from "../../bench/class/guilty-programs";

const SEATS = 20;

test("the fleet keeps within Resource Manager's buckets and near their bound; all at once do not", async () => {
  const fleet = await runAgainstBuckets("fleet", SEATS);
  expect(fleet).toMatchObject({ throttled: 0, failedSeats: 0 });
  expect(fleet.makespanSeconds / boundSeconds(SEATS)).toBeLessThanOrEqual(1.1);
  expect((await runAgainstBuckets("naive", SEATS)).throttled).toBeGreaterThan(0);
});

test("of programs that throw, reject later or never settle only the guilty fail", async () => {
  const { failed, guilty } = await runGuiltyPrograms(6, 3);
  expect(failed).toEqual(guilty);
});
