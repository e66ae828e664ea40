import fc from "fast-check";
import { expect, test } from "vitest";
import { minuteWindow, tokenBucket } from "../../../bench/probe/limiters";
import { Quota, type Ticket } from "../../../scripts/probe/pacing/quota";
import { RequestQuota } from "../../../scripts/probe/pacing/request-quota";

const ticket = (order: number, at: number): Ticket => ({ order, at, tokens: 0 });

/** Tokens are what counts. */
const TOKENS = [
  { key: "request", renewalPeriod: 10, count: 1e6 },
  { key: "token", renewalPeriod: 60, count: 5000 },
] as const;

/** A quota that asks the limiter's tokens one request after the other, each answered at once. */
function drive(modelOf: typeof minuteWindow, charges: readonly number[], start: number) {
  const limiter = modelOf(TOKENS);
  const quota = new Quota({ renewalPeriod: 60, count: 5000 });
  let [now, refused] = [start, 0];
  charges.forEach((amount, order) => {
    now += quota.waitFor(amount, now);
    quota.charge(order, amount, now);
    const { refusedMs, headers } = limiter.admit(amount, now);
    const read = (name: string): number => Number(headers[`x-ratelimit-${name}-tokens`]);
    if (refusedMs !== undefined) refused++;
    quota.observe(ticket(order, now), now, {
      limit: read("limit"),
      remaining: read("remaining"),
      resetMs: read("reset") * 1000,
    });
    now += 700;
  });
  return { refused, took: now - 700 - start, best: limiter.greedy(charges, start) - start };
}

test.each([minuteWindow, tokenBucket])(
  "%o: never refused, and close to the exact greedy schedule",
  (modelOf) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 50, max: 2500 }), { minLength: 60, maxLength: 120 }),
        fc.integer({ min: 0, max: 60_000 }),
        (charges, phase) => {
          const { refused, took, best } = drive(modelOf, charges, 1_800_000 + phase);
          expect(refused).toBe(0);
          expect(took).toBeLessThan(1.03 * best + 61_000);
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  },
);

/** Asks as `drive` does, five at a time: each request is under way for a while, and may overtake those before it. */
function driveMany(
  modelOf: typeof minuteWindow,
  trips: readonly { there: number; back: number }[],
  amount: number,
  start: number,
) {
  const limiter = modelOf(TOKENS);
  const quota = new Quota({ renewalPeriod: 60, count: 5000 });
  const events: { at: number; run: (now: number) => void }[] = [];
  let [underWay, order, refused] = [0, 0, 0];
  for (let now = start; order < trips.length || underWay > 0;) {
    while (underWay < 5 && order < trips.length && quota.waitFor(amount, now) <= 0) {
      const [sent, { there, back }] = [ticket(order, now), trips[order]!];
      quota.charge(order++, amount, now);
      underWay++;
      const arrive = (at: number): void => {
        const { refusedMs, headers } = limiter.admit(amount, at);
        if (refusedMs !== undefined) refused++;
        const read = (name: string): number => Number(headers[`x-ratelimit-${name}-tokens`]);
        const sighting = {
          limit: read("limit"),
          remaining: read("remaining"),
          resetMs: read("reset") * 1000,
        };
        const answer = (received: number): void => {
          underWay--;
          quota.observe(sent, received, sighting);
        };
        events.push({ at: at + back, run: answer });
      };
      events.push({ at: now + there, run: arrive });
    }
    events.sort((a, b) => a.at - b.at);
    const free = underWay < 5 && order < trips.length ? now + quota.waitFor(amount, now) : Infinity;
    if (free <= (events[0]?.at ?? Infinity)) now = free;
    else {
      const next = events.shift()!;
      now = next.at;
      next.run(now);
    }
  }
  return refused;
}

test.each([minuteWindow, tokenBucket])(
  "%o, five at a time: never refused, in whatever order they arrive",
  (modelOf) => {
    const trip = fc.record({
      there: fc.integer({ min: 1, max: 100 }),
      back: fc.integer({ min: 1, max: 8_000 }),
    });
    fc.assert(
      fc.property(
        fc.array(trip, { minLength: 40, maxLength: 60 }),
        fc.integer({ min: 400, max: 1250 }),
        fc.integer({ min: 0, max: 60_000 }),
        (trips, amount, phase) => {
          expect(driveMany(modelOf, trips, amount, 1_800_000 + phase)).toBe(0);
        },
      ),
      { numRuns: 100, seed: 7 },
    );
  },
);

test("what was sent about the time of a reset is counted on both sides of it", () => {
  const quota = new Quota({ renewalPeriod: 60, count: 1000 });
  quota.charge(0, 400, 0);
  quota.observe(ticket(0, 0), 0, { limit: 1000, remaining: 600, resetMs: 30_000 });
  quota.charge(1, 600, 29_500);
  expect(quota.waitFor(900, 30_000)).toBe(60_000);
  expect(quota.waitFor(400, 30_000)).toBe(0);
});

test("requests that were sent together and arrived in another order are not taken for a refill", () => {
  const quota = new Quota({ renewalPeriod: 10, count: 5 });
  for (const order of [0, 1, 2, 3]) quota.charge(order, 1, 0);
  // The third arrived before the second: its answer counts two requests, of the three that were sent by then.
  for (const [order, remaining] of [
    [0, 4],
    [2, 3],
    [1, 2],
    [3, 1],
  ] as const)
    quota.observe(ticket(order, 0), 0, { limit: 5, remaining, resetMs: 10_000 });
  quota.charge(4, 1, 0);
  expect(quota.waitFor(1, 2_000)).toBe(8_000);
});

test("a request that was overtaken counts until its answer shows that it is counted", () => {
  const quota = new Quota({ renewalPeriod: 10, count: 5 });
  for (const order of [0, 1, 2]) quota.charge(order, 1, 0);
  quota.charge(3, 1, 80);
  quota.observe(ticket(3, 80), 90, { limit: 5, remaining: 3, resetMs: 10_000 });
  quota.observe(ticket(0, 0), 95, { limit: 5, remaining: 4, resetMs: 10_000 });
  for (const free of [0, 9_990]) {
    expect(quota.waitFor(1, 100)).toBe(free);
    quota.charge(4, 1, 100);
  }
});

test("an answer that was given before another and arrives after it tells nothing new", () => {
  const quota = new Quota({ renewalPeriod: 60, count: 1000 });
  for (const order of [0, 1]) quota.charge(order, 100, 0);
  quota.observe(ticket(1, 0), 5_000, { limit: 1000, remaining: 50, resetMs: 60_000 });
  quota.observe(ticket(0, 0), 6_000, { limit: 1000, remaining: 900, resetMs: 60_000 });
  expect(quota.waitFor(100, 6_000)).toBe(54_100);
});

test("a reset that was taken to be too early is put right by the refusal that shows it", () => {
  const quota = new Quota({ renewalPeriod: 60, count: 1000 });
  // Under way for 400 ms: it arrives at 20,400 and is told that the count begins anew in 40 s, at 60,000 by the service.
  quota.charge(0, 1000, 20_000);
  quota.observe(ticket(0, 20_000), 20_450, { limit: 1000, remaining: 0, resetMs: 39_600 });
  expect(quota.waitFor(1000, 20_450)).toBe(39_250);
  quota.charge(1, 1000, 59_700);
  quota.refund(1);
  quota.observe(ticket(1, 59_700), 59_710, {
    limit: 1000,
    remaining: 0,
    resetMs: 1_000,
    refused: true,
  });
  expect(quota.waitFor(1000, 59_710)).toBe(1_000);
  quota.charge(2, 1000, 60_710);
  quota.observe(ticket(2, 60_710), 60_715, { limit: 1000, remaining: 0, resetMs: 60_000 });
  expect(quota.waitFor(1000, 60_715)).toBe(59_995);
});

const sees = (
  quota: RequestQuota,
  order: number,
  at: number,
  limit: number,
  remaining: number,
  seconds: number,
) => {
  quota.charge(order, at);
  quota.observe(ticket(order, at), at, { limit, remaining, resetMs: seconds * 1000 });
};

test("requests: the header of a known slice is the slice's own count, or its minute's, as its size says", () => {
  const own = new RequestQuota({ count: 5, renewalPeriod: 10 });
  sees(own, 0, 0, 5, 4, 10);
  expect(own.rate).toBeCloseTo(5 / 10_000, 9);
  const minute = new RequestQuota({ count: 5, renewalPeriod: 10 });
  sees(minute, 0, 0, 30, 29, 60);
  expect(minute.rate).toBeCloseTo(5 / 10_000, 9);
  for (let order = 1; order < 5; order++) minute.charge(order, 0);
  expect(minute.waitFor(0)).toBe(10_100);
  sees(minute, 5, 0, 30, 0, 42);
  expect(minute.waitFor(0)).toBe(42_000);
});

test("requests: a doubled quota is followed in either unit", () => {
  const own = new RequestQuota({ count: 5, renewalPeriod: 10 });
  sees(own, 0, 0, 10, 9, 10);
  expect(own.rate).toBeCloseTo(10 / 10_000, 9);
  const minute = new RequestQuota({ count: 5, renewalPeriod: 10 });
  sees(minute, 0, 0, 60, 59, 60);
  expect(minute.rate).toBeCloseTo(10 / 10_000, 9);
});

test("requests: nothing known, a count that begins anew after seconds is a slice's", () => {
  const quota = new RequestQuota();
  sees(quota, 0, 3_000, 5, 4, 7);
  expect(quota.rate).toBeCloseTo(1 / 12_000, 9);
  sees(quota, 1, 15_000, 5, 4, 5);
  expect(quota.rate).toBeCloseTo(5 / 10_000, 9);
  expect(quota.waitFor(15_000)).toBe(0);
});

test("requests: nothing known, a minute's count stays one", () => {
  const quota = new RequestQuota();
  sees(quota, 0, 52_000, 5, 4, 8);
  sees(quota, 1, 64_000, 5, 4, 56);
  expect(quota.rate).toBeCloseTo(1 / 12_000, 9);
});
