import { expect, test } from "vitest";
import { ARM_BUCKETS, defaultLimits, thisMachine } from "../../../scripts/class/fleet";

test("a machine with two cores works on eight stacks, within three quarters of its memory", () => {
  expect(defaultLimits({ cores: 2, memory: 4001 })).toEqual({
    concurrency: 8,
    memory: 3000,
    buckets: ARM_BUCKETS,
  });
});

test("this machine has cores and memory", () => {
  const { cores, memory } = thisMachine();
  expect(Number.isInteger(cores)).toBe(true);
  expect(cores).toBeGreaterThan(0);
  expect(memory).toBeGreaterThan(1);
});
