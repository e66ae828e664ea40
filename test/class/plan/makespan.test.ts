import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketSeconds, destroyMakespan, upMakespan } from "../../../scripts/class/plan/makespan";

const calls = fc.record({ reads: fc.nat(20_000), writes: fc.nat(5000), deletes: fc.nat(5000) });

test("a bucket lets its size through at once, and then so many a second", () => {
  expect(bucketSeconds("reads", 250)).toBe(0);
  expect(bucketSeconds("reads", 8100)).toBe(314);
  expect(bucketSeconds("writes", 1500)).toBe(130);
  expect(bucketSeconds("deletes", 1800)).toBe(160);
});

test("no bound is longer than the makespan, and one is as long", () => {
  fc.assert(
    fc.property(
      calls,
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 300 }),
      (c, seats, atOnce) => {
        const { minutes, boundBy } = upMakespan({ calls: c, layout: "isolated", seats, atOnce });
        const bounds: Record<string, number> = {
          reads: bucketSeconds("reads", c.reads),
          writes: bucketSeconds("writes", c.writes),
          deletes: bucketSeconds("deletes", c.deletes),
          "stacks at once": Math.ceil(seats / atOnce) * 421,
        };
        expect(Math.max(...Object.values(bounds))).toBeCloseTo(60 * minutes, 6);
        expect(bounds[boundBy]).toBeCloseTo(60 * minutes, 6);
      },
    ),
  );
});

test("a shared class waits for its half, and then for its clusters", () => {
  const pass = { calls: { reads: 0, writes: 0, deletes: 0 }, layout: "shared", seats: 8 } as const;
  expect(upMakespan({ ...pass, atOnce: 8 }).minutes).toBeCloseTo((181 + 240) / 60, 9);
  expect(upMakespan({ ...pass, atOnce: 4 }).minutes).toBeCloseTo((181 + 480) / 60, 9);
  expect(destroyMakespan({ ...pass, atOnce: 8 }).minutes).toBeCloseTo((290 + 30) / 60, 9);
});
