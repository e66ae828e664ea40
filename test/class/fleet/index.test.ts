import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { type FleetLimits, type Job, runFleet } from "../../../scripts/class/fleet";
import { failing, job, lasting, ROOMY, run } from "../../support/class/fleet";
import { SimulatedTime } from "../../../bench/class/simulated-time";

const seats = (count: number, of: (stack: string) => Parameters<typeof job>[1] = () => ({})) =>
  Array.from({ length: count }, (_, i) => job(`seat-${i}`, of(`seat-${i}`)));

test("no jobs are done at once", async () => {
  expect(await run([])).toMatchObject({ outcomes: [], stopped: null, changes: [] });
});

test("outcomes come in the order given, with times, detail and the class half first", async () => {
  const clock = new SimulatedTime();
  const half = job("spring", {
    run: async () => ({ ...(await lasting(clock, 5)({} as never)), detail: "half" }),
  });
  const { outcomes, changes } = await run([...seats(2, () => ({ after: ["spring"] })), half], {
    clock,
  });
  expect(outcomes.map(({ stack }) => stack)).toEqual(["seat-0", "seat-1", "spring"]);
  expect(outcomes[2]).toEqual({
    stack: "spring",
    state: "ready",
    reason: null,
    failure: null,
    started: 0,
    ended: 5000,
    detail: "half",
  });
  expect(changes.map(({ stack, state, at }) => `${stack} ${state} ${at}`)).toEqual([
    "spring starting 0",
    "seat-0 waiting 0",
    "seat-1 waiting 0",
    "spring ready 5000",
    "seat-0 starting 5000",
    "seat-1 starting 5000",
    "seat-0 ready 5000",
    "seat-1 ready 5000",
  ]);
});

test("a class half that failed: its seats are skipped, others are not", async () => {
  const { outcomes } = await run([
    job("spring", { run: failing("no quota") }),
    job("seat", { after: ["spring"] }),
    job("guest", { after: ["seat"] }),
    job("other"),
  ]);
  expect(outcomes.map(({ state, reason }) => [state, reason])).toEqual([
    ["failed", "no quota"],
    ["skipped", "spring failed: no quota"],
    ["skipped", "spring failed: no quota"],
    ["ready", null],
  ]);
  expect(outcomes[1]).toMatchObject({ failure: null, started: null, ended: null });
});

test("what waits for a stack that does not answer is skipped, too", async () => {
  const failure = { code: "cloud", message: "no cluster" };
  const { outcomes } = await run([
    job("spring", { run: () => Promise.resolve({ state: "unhealthy", failure }) }),
    job("seat", { after: ["spring"] }),
  ]);
  expect(outcomes[1]!.reason).toBe("spring does not answer: no cluster");
});

test("what throws, at once or outside of its promise, fails alone and says why", async () => {
  const { outcomes } = await run([
    job("a", {
      run: () => {
        throw new LabError("cloud", "no answer", { where: "https://x", cure: "wait" });
      },
    }),
    job("b", {
      run: async () => {
        void Promise.reject(new TypeError("x is undefined"));
        await Promise.resolve();
        return { state: "ready" };
      },
    }),
    job("c"),
    job("d", {
      run: (context) => {
        void Promise.reject(new Error("beside it"));
        return failing("no quota")(context);
      },
    }),
  ]);
  expect(outcomes.map(({ state }) => state)).toEqual(["failed", "failed", "ready", "failed"]);
  expect(outcomes[3]!.reason).toBe("no quota");
  expect(outcomes[0]!.failure).toEqual({
    code: "cloud",
    message: "no answer (https://x)",
    cure: "wait",
  });
  expect(outcomes[1]!.failure).toMatchObject({ code: "internal", message: "x is undefined" });
});

test.each<[string, Partial<Job>, FleetLimits, number]>([
  ["account", { exclusive: ["/ACCOUNTS/a"] }, ROOMY, 0],
  ["memory", { memory: 600 }, { ...ROOMY, memory: 1000 }, 0],
  ["cores", {}, { ...ROOMY, concurrency: 1 }, 20_000],
])("one at a time for want of %s; others pass", async (reason, needs, limits, other) => {
  const clock = new SimulatedTime();
  const sameInLowerCase = { exclusive: needs.exclusive?.map((id) => id.toLowerCase()) ?? [] };
  const { outcomes, states } = await run(
    [
      job("a", { ...needs, run: lasting(clock, 10) }),
      job("b", { ...needs, ...sameInLowerCase, run: lasting(clock, 10) }),
      job("c"),
    ],
    { clock, limits },
  );
  expect(states("b")).toEqual([`waiting: ${reason}`, "starting", "ready"]);
  expect(outcomes.slice(1).map(({ started }) => started)).toEqual([10_000, other]);
});

test("a job that needs more memory than there is runs alone", async () => {
  const clock = new SimulatedTime();
  const big = job("big", { memory: 5000, run: lasting(clock, 1) });
  const { outcomes } = await run(
    [job("a", { memory: 1, run: lasting(clock, 1) }), big, job("b", { memory: 1 })],
    { clock, limits: { ...ROOMY, memory: 1000 } },
  );
  expect(outcomes.map(({ started }) => started)).toEqual([0, 1000, 0]);
});

test("writes are taken from their bucket in order, while deletes go on", async () => {
  const clock = new SimulatedTime();
  const writes = { capacity: 10, perSecond: 1 };
  const of = (stack: string, count: number, deletes = 0) =>
    job(stack, { calls: { reads: 0, writes: count, deletes } });
  const { outcomes, states } = await run(
    [of("a", 6), of("big", 8), of("small", 1), of("d", 0, 5)],
    { clock, limits: { ...ROOMY, buckets: { ...ROOMY.buckets, writes } } },
  );
  expect(outcomes.map(({ started }) => started)).toEqual([0, 4000, 5000, 0]);
  expect(states("big")).toEqual(["waiting: bucket", "starting", "ready"]);
});

test("a clock that jumps is left to running jobs", async () => {
  const clock = Object.assign(new SimulatedTime(), { jumps: true });
  const deletes = { capacity: 1, perSecond: 0.1 };
  const calls = { reads: 0, writes: 0, deletes: 1 };
  const { outcomes } = await run(
    [job("a", { calls, run: lasting(clock, 60) }), job("b", { calls }), job("c", { calls })],
    { clock, limits: { ...ROOMY, buckets: { ...ROOMY.buckets, deletes } } },
  );
  expect(outcomes.map(({ started }) => started)).toEqual([0, 60_000, 70_000]);
});

test("three equal failures stop the queue, not what runs", async () => {
  const clock = new SimulatedTime();
  const jobs = [
    job("slow", { run: lasting(clock, 60) }),
    ...seats(5, (stack) => ({ run: failing(`the policy forbids rg-${stack} (3 of 5)`) })),
    job("last"),
  ];
  const limits = { ...ROOMY, concurrency: 2 };
  const result = await run(jobs, { clock, limits });
  expect(result.outcomes.map(({ state }) => state).join(" ")).toBe(
    "ready failed failed failed skipped skipped skipped",
  );
  expect(result.outcomes[6]!.reason).toBe(
    "3 stacks failed for the same reason: the policy forbids rg-seat-2 (3 of 5)",
  );
  expect(result.stopped).toMatchObject({ stacks: ["seat-0", "seat-1", "seat-2"] });
  const kept = await run(jobs, { limits, clock, keepGoing: true });
  expect(kept.outcomes.at(-1)!.state).toBe("ready");
  expect(kept.stopped).toBeNull();
});

test("a success between, or another reason, lets the queue go on", async () => {
  const [quota, policy] = [{ run: failing("no quota") }, { run: failing("forbidden") }];
  const limits = { ...ROOMY, concurrency: 1 };
  const of = (...needs: Parameters<typeof job>[1][]) =>
    run(
      needs.map((need, i) => job(`s${i}`, need)),
      { limits },
    );
  expect((await of(quota, quota, {}, quota, quota, {})).stopped).toBeNull();
  expect((await of(quota, policy, quota, policy, {})).stopped).toBeNull();
  expect((await of(quota, quota, quota)).stopped).toBeNull();
  expect((await of(quota, policy, quota, policy, quota, {})).stopped).not.toBeNull();
});

test("a lock that refused is tried once more, and then says who holds it", async () => {
  const held = failing("the stack is being changed by u@h (pid 7) since 8:00", "locked");
  let tries = 0;
  const both = job("both", {
    run: (context) => (tries++ === 0 ? held(context) : Promise.resolve({ state: "ready" })),
  });
  const { outcomes, states } = await run([both, job("held", { run: held }), job("c")]);
  expect(states("both")).toEqual(["starting", "waiting: lock", "starting", "ready"]);
  expect(outcomes.map(({ state, started, ended }) => [state, started, ended])).toEqual([
    ["ready", 0, 2000],
    ["failed", 0, 2000],
    ["ready", 0, 0],
  ]);
  expect(outcomes[1]!.reason).toContain("u@h (pid 7) since 8:00");
});

test("Ctrl-C: what runs ends, nothing new begins, and what waited still waits", async () => {
  const clock = new SimulatedTime();
  const controller = new AbortController();
  const { signal } = controller;
  const held = failing("held", "locked");
  const jobs = [
    job("a", { run: lasting(clock, 10) }),
    job("b", {
      run: async () => {
        await clock.sleep(1000);
        controller.abort();
        throw new LabError("interrupted", "the run was interrupted");
      },
    }),
    job("held", { run: held }),
    job("c"),
    job("d", { after: ["a"] }),
  ];
  const { outcomes, stopped } = await run(jobs, {
    clock,
    signal,
    limits: { ...ROOMY, concurrency: 3 },
  });
  expect(stopped).toEqual({ why: "interrupted" });
  expect(outcomes.map(({ state, reason }) => [state, reason])).toEqual([
    ["ready", null],
    ["failed", "the run was interrupted"],
    ["failed", "held"],
    ["ready", null],
    ["waiting", "interrupted"],
  ]);
});

test("a run that was interrupted before it began begins nothing", async () => {
  const { outcomes, stopped } = await run(seats(2), { signal: AbortSignal.abort() });
  expect(outcomes.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
  expect(stopped).toEqual({ why: "interrupted" });
});

test("Ctrl-C wakes a run that waits for a bucket", async () => {
  const controller = new AbortController();
  const clock = new SimulatedTime();
  const writes = { capacity: 1, perSecond: 0.001 };
  const jobs = seats(2, () => ({ calls: { reads: 0, writes: 1, deletes: 0 } }));
  const work = run(jobs, {
    clock,
    signal: controller.signal,
    limits: { ...ROOMY, buckets: { ...ROOMY.buckets, writes } },
    onChange: ({ reason }) => {
      if (reason === "bucket") queueMicrotask(() => controller.abort());
    },
  });
  expect((await work).outcomes.map(({ state }) => state)).toEqual(["ready", "waiting"]);
  expect(clock.now()).toBe(0);
});

test("a change that cannot be recorded begins nothing more; what runs ends first", async () => {
  const clock = new SimulatedTime();
  const begun: string[] = [];
  let ended = false;
  const jobs = [
    job("a", {
      run: async () => {
        begun.push("a");
        await clock.sleep(1000);
        ended = true;
        return { state: "ready" };
      },
    }),
    job("b", {
      run: () => Promise.resolve({ state: "ready" as const }).finally(() => begun.push("b")),
    }),
    job("c"),
  ];
  const onChange = ({ stack }: { stack: string }): void => {
    if (stack !== "a") throw new Error("the disk is full");
  };
  await expect(run(jobs, { clock, onChange })).rejects.toThrow("the disk is full");
  expect([begun, ended]).toEqual([["a"], true]);
});

test("a run that is over leaves no sleeper and no listener", async () => {
  const clock = new SimulatedTime();
  const { signal } = new AbortController();
  const writes = { capacity: 10, perSecond: 1 };
  const calls = { reads: 0, writes: 10, deletes: 0 };
  const jobs = [job("a", { calls, run: lasting(clock, 1) }), job("b", { calls })];
  await run(jobs, { clock, signal, limits: { ...ROOMY, buckets: { ...ROOMY.buckets, writes } } });
  expect(clock.now()).toBe(10_000);
  expect(clock.sleepers).toBe(0);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test.each(["starting", "waiting"])("the first change to %s cannot be recorded", async (state) => {
  const onChange = (change: { state: string }): void => {
    if (change.state === state) throw new Error("the disk is full");
  };
  const limits = { ...ROOMY, concurrency: 1 };
  await expect(run(seats(3), { onChange, limits })).rejects.toThrow("the disk is full");
});

test("a clock that fails ends the run after what runs", async () => {
  const clock = new SimulatedTime();
  const broken = { now: clock.now, sleep: () => Promise.reject(new Error("no clock")) };
  const writes = { capacity: 1, perSecond: 1 };
  const calls = { reads: 0, writes: 1, deletes: 0 };
  const work = runFleet([job("a", { calls, run: lasting(clock, 9) }), job("b", { calls })], {
    limits: { ...ROOMY, buckets: { ...ROOMY.buckets, writes } },
    keepGoing: false,
    clock: broken,
    random: Math.random,
    signal: new AbortController().signal,
    onChange: () => undefined,
  });
  await expect(clock.run(work)).rejects.toThrow("no clock");
  expect(clock.now()).toBe(9000);
});

test("progress names its stack", async () => {
  const said: string[] = [];
  const run1 = job("a", {
    run: ({ say }) => {
      say("half way");
      return Promise.resolve({ state: "ready" });
    },
  });
  await run([run1], { onProgress: (stack, text) => said.push(`${stack}: ${text}`) });
  expect(said).toEqual(["a: half way"]);
});
