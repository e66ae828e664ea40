import { expect, test } from "vitest";
import { scoreFile } from "../../../bench/stats/score-file";

test("measures a process of its own, which gives a verdict", async () => {
  const { rows, seconds, cpuSeconds, mebibytes, exitCode } = await scoreFile(150, 1);
  expect(rows).toBe(150);
  expect(seconds).toBeGreaterThan(0.1);
  expect(cpuSeconds).toBeGreaterThan(0.05);
  expect(mebibytes).toBeGreaterThan(40);
  expect([0, 1, 3]).toContain(exitCode);
});
