import fc from "fast-check";
import { expect, test } from "vitest";
import { ARM_BUCKETS, type FleetLimits, type Job } from "../../../scripts/class/fleet";
import { CALL_KINDS } from "../../../scripts/class/fleet/buckets";
import { job, lasting, run } from "../../support/class/fleet";
import { SimulatedTime } from "../../../bench/class/simulated-time";

type Fate = "ready" | "failed" | "unhealthy" | "throws" | "locked once" | "locked";

/** A job as it is drawn; it waits for jobs of smaller numbers. */
interface Drawn {
  seconds: number;
  memory: number;
  accounts: number[];
  calls: Job["calls"];
  after: number[];
  fate: Fate;
}

const MEMORY = 1000;
const calls = fc.nat({ max: 40 });
const drawnWith = (fate: fc.Arbitrary<Fate>): fc.Arbitrary<Drawn[]> =>
  fc.array(
    fc.record({
      seconds: fc.integer({ min: 1, max: 60 }),
      memory: fc.nat({ max: MEMORY / 2 }),
      accounts: fc.uniqueArray(fc.nat({ max: 2 }), { maxLength: 2 }),
      calls: fc.record({ reads: calls, writes: calls, deletes: calls }),
      after: fc.uniqueArray(fc.nat({ max: 19 }), { maxLength: 2 }),
      fate,
    }),
    { minLength: 1, maxLength: 20 },
  );
const anyFate = fc.constantFrom<Fate>(
  "ready",
  "ready",
  "ready",
  "failed",
  "unhealthy",
  "throws",
  "locked once",
  "locked",
);
const limit = fc.record({
  capacity: fc.integer({ min: 40, max: 100 }),
  perSecond: fc.integer({ min: 1, max: 20 }),
});
const limits: fc.Arbitrary<FleetLimits> = fc.record({
  concurrency: fc.integer({ min: 1, max: 6 }),
  memory: fc.constant(MEMORY),
  buckets: fc.record({ reads: limit, writes: limit, deletes: limit }),
});

const stackOf = (i: number): string => `s${i}`;
const prerequisites = ({ after }: Drawn, i: number): number[] => after.filter((n) => n < i);

/** The jobs, and how many of them run together whenever one begins. */
function jobsOf(drawn: readonly Drawn[], clock: SimulatedTime) {
  const running = new Set<Job>();
  const begun: { at: number; job: Job; beside: Job[] }[] = [];
  const tries = new Map<string, number>();
  const jobs = drawn.map((one, i): Job => {
    const self: Job = job(stackOf(i), {
      after: prerequisites(one, i).map(stackOf),
      exclusive: one.accounts.map((n) => `account-${n}`),
      calls: one.calls,
      memory: one.memory,
      run: async () => {
        running.add(self);
        begun.push({ at: clock.now(), job: self, beside: [...running] });
        await clock.sleep(one.seconds * 1000);
        running.delete(self);
        const attempts = (tries.get(self.stack) ?? 0) + 1;
        tries.set(self.stack, attempts);
        return endOf(one.fate, attempts);
      },
    });
    return self;
  });
  return { jobs, begun };
}

const endOf = (fate: Fate, attempts: number): Awaited<ReturnType<Job["run"]>> => {
  const failure = { code: "cloud", message: "no" };
  if (fate === "throws") throw new Error("a bug");
  if (fate === "failed" || fate === "unhealthy") return { state: fate, failure };
  if (fate === "locked" || (fate === "locked once" && attempts === 1))
    return { state: "failed", failure: { ...failure, code: "locked" } };
  return { state: "ready" };
};

/** What must become of each job, whatever the limits are. */
function expectedStates(drawn: readonly Drawn[]): string[] {
  const own = { ready: "ready", "locked once": "ready", unhealthy: "unhealthy" } as const;
  return drawn.reduce<string[]>((states, one, i) => {
    const isHeld = prerequisites(one, i).some((n) => states[n] !== "ready");
    const alone = one.fate in own ? own[one.fate as keyof typeof own] : "failed";
    return [...states, isHeld ? "skipped" : alone];
  }, []);
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

test("limits, accounts and prerequisites hold at any time, for any jobs", async () => {
  await fc.assert(
    fc.asyncProperty(drawnWith(anyFate), limits, async (drawn, bounds) => {
      const clock = new SimulatedTime();
      const { jobs, begun } = jobsOf(drawn, clock);
      const { changes } = await run(jobs, { clock, limits: bounds, keepGoing: true });
      const readyAt = new Map(
        changes.filter(({ state }) => state === "ready").map(({ stack, at }) => [stack, at]),
      );
      for (const { at, job: self, beside } of begun) {
        expect(beside.length).toBeLessThanOrEqual(bounds.concurrency);
        expect(sum(beside.map(({ memory }) => memory))).toBeLessThanOrEqual(MEMORY);
        const accounts = beside.flatMap(({ exclusive }) => exclusive);
        expect(new Set(accounts).size).toBe(accounts.length);
        for (const name of self.after) expect(readyAt.get(name)).toBeLessThanOrEqual(at);
      }
      for (const kind of CALL_KINDS)
        for (const first of begun) {
          const { capacity, perSecond } = bounds.buckets[kind];
          let taken = 0;
          for (const { at, job: self } of begun.slice(begun.indexOf(first))) {
            taken += self.calls[kind];
            const granted = capacity + (perSecond * (at - first.at)) / 1000;
            expect(taken).toBeLessThanOrEqual(granted + 1e-6);
          }
        }
    }),
  );
});

test("each job ends in the one state that its own fate and its prerequisites give it", async () => {
  const order =
    /^(waiting: \w+ )*((starting )(waiting: lock (waiting: \w+ )*starting )?(ready|failed|unhealthy)|skipped)$/;
  await fc.assert(
    fc.asyncProperty(drawnWith(anyFate), limits, async (drawn, bounds) => {
      const clock = new SimulatedTime();
      const { jobs } = jobsOf(drawn, clock);
      const result = await run(jobs, { clock, limits: bounds, keepGoing: true });
      expect(result.outcomes.map(({ state }) => state)).toEqual(expectedStates(drawn));
      for (const { stack, state, failure } of result.outcomes) {
        expect(result.states(stack).join(" ")).toMatch(order);
        expect(result.changes.filter((change) => change.stack === stack).at(-1)?.state).toBe(state);
        expect(failure !== null).toBe(state === "failed" || state === "unhealthy");
      }
    }),
  );
});

test("the same jobs, seed and clock give the same run", async () => {
  await fc.assert(
    fc.asyncProperty(drawnWith(anyFate), limits, async (drawn, bounds) => {
      const once = async () => {
        const clock = new SimulatedTime();
        return (await run(jobsOf(drawn, clock).jobs, { clock, limits: bounds })).changes;
      };
      expect(await once()).toEqual(await once());
    }),
    { numRuns: 30 },
  );
});

/** Lower bounds of the time, in seconds: what each limit alone would take. */
function boundsOf(drawn: readonly Drawn[], { concurrency, memory, buckets }: FleetLimits) {
  const chains = drawn.reduce<number[]>((ends, one, i) => {
    const begin = Math.max(0, ...prerequisites(one, i).map((n) => ends[n]!));
    return [...ends, begin + one.seconds];
  }, []);
  const work = (of: (one: Drawn) => number): number =>
    sum(drawn.map((one) => of(one) * one.seconds));
  const accounts = [0, 1, 2].map((n) => work((one) => Number(one.accounts.includes(n))));
  return {
    chain: Math.max(...chains),
    cores: work(() => 1) / concurrency,
    memory: work((one) => one.memory) / memory,
    accounts,
    calls: CALL_KINDS.map(
      (kind) => sum(drawn.map((one) => one.calls[kind])) / buckets[kind].perSecond,
    ),
  };
}

/*
 * Of the jobs on the chain that ends last, one runs or is held up at any time. Held up for cores, all
 * are in use; for memory, more than half is, since no job needs more than half; for an account, that
 * account is; for a bucket, the bucket is not full and so is refilled. No two of these times overlap:
 * the whole is at most the sum of what each limit alone takes, with memory twice.
 */
test("no time is lost: the makespan is within the sum of what each limit alone takes", async () => {
  await fc.assert(
    fc.asyncProperty(drawnWith(fc.constant("ready")), limits, async (drawn, bounds) => {
      const clock = new SimulatedTime();
      const { jobs } = jobsOf(drawn, clock);
      await run(jobs, { clock, limits: bounds });
      const { chain, cores, memory, accounts, calls: buckets } = boundsOf(drawn, bounds);
      const rounding = drawn.length / 100;
      const most = chain + cores + 2 * memory + sum(accounts) + sum(buckets) + rounding;
      expect(clock.now() / 1000).toBeLessThanOrEqual(most);
    }),
  );
});

const SECONDS = 200;
/** One `up` of a seat as the local cloud counts it, with the polls that Azure's times need. */
const CALLS = { reads: 27, writes: 5, deletes: 0 };

test.each([
  ["cores", 8, Math.ceil(300 / 8) * SECONDS],
  ["reads", 400, (300 * CALLS.reads - ARM_BUCKETS.reads.capacity) / 25 + SECONDS],
])(
  "300 seats bound by their %s take no second more than they must",
  async (_, concurrency, least) => {
    const clock = new SimulatedTime();
    const needs = { calls: CALLS, run: lasting(clock, SECONDS) };
    const seats = Array.from({ length: 300 }, (_, i) =>
      job(`spring-${i}`, { ...needs, after: ["spring"] }),
    );
    await run([...seats, job("spring", needs)], {
      clock,
      limits: { concurrency, memory: MEMORY, buckets: ARM_BUCKETS },
    });
    expect(clock.now() / 1000).toBeCloseTo(SECONDS + least, 0);
  },
);
