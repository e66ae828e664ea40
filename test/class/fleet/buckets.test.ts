import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ARM_BUCKETS,
  Buckets,
  CALL_KINDS,
  UNLIMITED_BUCKETS,
} from "../../../scripts/class/fleet/buckets";

const NONE = { reads: 0, writes: 0, deletes: 0 };

test("a full bucket gives what it holds at once, then what is added", () => {
  const buckets = new Buckets(ARM_BUCKETS, 0);
  const calls = { reads: 250, writes: 5, deletes: 0 };
  expect(buckets.waitFor(calls, NONE, 0)).toBe(0);
  buckets.take(calls, 0);
  expect(buckets.waitFor({ ...NONE, reads: 25 }, NONE, 0)).toBe(1000);
  expect(buckets.waitFor({ ...NONE, reads: 25 }, NONE, 400)).toBe(600);
  expect(buckets.waitFor({ ...NONE, writes: 195 }, NONE, 400)).toBe(0);
  expect(buckets.waitFor({ ...NONE, writes: 195 }, { ...NONE, writes: 5 }, 400)).toBe(100);
});

test("a kind that a job does not call cannot hold it up", () => {
  const buckets = new Buckets(ARM_BUCKETS, 0);
  buckets.take({ ...NONE, reads: 250 }, 0);
  expect(buckets.waitFor({ ...NONE, deletes: 1 }, { ...NONE, reads: 99 }, 0)).toBe(0);
});

test("more than a bucket holds is taken from a full one, and refilled before anything else", () => {
  const buckets = new Buckets(ARM_BUCKETS, 0);
  buckets.take({ ...NONE, deletes: 1 }, 0);
  expect(buckets.waitFor({ ...NONE, deletes: 300 }, NONE, 0)).toBe(100);
  buckets.take({ ...NONE, deletes: 300 }, 100);
  expect(buckets.waitFor({ ...NONE, deletes: 10 }, NONE, 100)).toBe(11_000);
});

test("a clock that is set back adds nothing twice", () => {
  const buckets = new Buckets(ARM_BUCKETS, 10_000);
  buckets.take({ ...NONE, writes: 200 }, 10_000);
  expect(buckets.waitFor({ ...NONE, writes: 10 }, NONE, 5000)).toBe(1000);
  expect(buckets.waitFor({ ...NONE, writes: 10 }, NONE, 10_500)).toBe(500);
});

test("without limits any number of calls is taken at once", () => {
  const buckets = new Buckets(UNLIMITED_BUCKETS, 0);
  const calls = { reads: 1e9, writes: 1e9, deletes: 1e9 };
  buckets.take(calls, 0);
  expect(buckets.waitFor(calls, calls, 0)).toBe(0);
});

test("a bucket that is never refilled is refused", () => {
  const reads = { capacity: 10, perSecond: 0 };
  expect(() => new Buckets({ ...ARM_BUCKETS, reads }, 0)).toThrow("never refilled");
});

test("in no span of time is more taken than a bucket holds and gets", () => {
  const amount = fc.nat({ max: 60 });
  const job = fc.record({ calls: fc.record({ reads: amount, writes: amount, deletes: amount }) });
  const limit = fc.record({
    capacity: fc.integer({ min: 60, max: 200 }),
    perSecond: fc.integer({ min: 1, max: 50 }),
  });
  const limits = fc.record({ reads: limit, writes: limit, deletes: limit });
  fc.assert(
    fc.property(limits, fc.array(job, { maxLength: 30 }), (bounds, jobs) => {
      const buckets = new Buckets(bounds, 0);
      let now = 0;
      const taken = jobs.map(({ calls }) => {
        for (let wait = 1; wait > 0; now += wait) wait = buckets.waitFor(calls, NONE, now);
        buckets.take(calls, now);
        return { now, calls };
      });
      for (const kind of CALL_KINDS)
        for (let from = 0; from < taken.length; from++)
          for (let sum = 0, to = from; to < taken.length; to++) {
            sum += taken[to]!.calls[kind];
            const seconds = (taken[to]!.now - taken[from]!.now) / 1000;
            const { capacity, perSecond } = bounds[kind];
            expect(sum).toBeLessThanOrEqual(capacity + perSecond * seconds + 1e-6);
          }
    }),
  );
});
