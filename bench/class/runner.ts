import { setTimeout } from "node:timers/promises";
import { destroyCalls, sum, upCalls, type ClassCalls } from "../../scripts/class/plan/arm-calls";
import type { ClassLayout } from "../../scripts/class/class-status";
import { ArmCallCounter, type CountedCalls } from "../arm-calls";
import { MIB, secondsOf } from "../figures";
import { heldByWorld, leftIn } from "./counts";
import { LocalClass } from "./local-class";

/** What one run of a class took. */
export interface ClassRun {
  planSeconds: number;
  upSeconds: number;
  destroySeconds: number;
  /** Heap that each seat of the last two thirds leaves after collection, the cloud's world included. */
  heapMibPerSeat: number;
}

/** Longer than Node's agent keeps a connection that nobody uses. */
const IDLE_MS = 6_000;
const FINALISED_MS = 50;
/** How far a plan may be from what the cloud counts. */
const TOLERANCE = 0.1;

/**
 * Plans a class, stands it up and destroys it, in this process, and holds the plan to what the cloud
 * counts; run by `class.ts` with `--expose-gc`. Polls are left out: the local clock jumps, so that
 * they end early.
 */
async function run(layout: ClassLayout, seats: number): Promise<ClassRun> {
  const local = await LocalClass.open({ layout, seats });
  const counter = new ArmCallCounter(local.cloud.connection.arm);
  try {
    let plan!: Awaited<ReturnType<LocalClass["plan"]>>;
    const planSeconds = await secondsOf(async () => (plan = await local.plan()));
    const { accounts, deployments, cores, groups, tokensPerMinute } = plan.needs;
    const asked = { config: local.template.config, layout, deployments };
    counter.take();
    const third = Math.round(seats / 3);
    const heap: number[] = [];
    let upSeconds = await secondsOf(() => local.half("up", plan));
    for (const stacks of [local.stacks.slice(0, third), local.stacks.slice(third)]) {
      upSeconds += await secondsOf(() => local.fleetOrThrow("up", stacks));
      heap.push(await heapWhenIdle());
    }
    compareCalls("up", counter.take(), upCalls(asked), seats);
    const planned = { accounts, deployments, capacity: tokensPerMinute / 1000, cores, groups };
    compare("held", { ...heldByWorld(local.cloud.world) }, planned);
    const destroySeconds = await secondsOf(async () => {
      await local.fleetOrThrow("destroy", local.stacks);
      await local.half("destroy", plan);
    });
    compareCalls("destroy", counter.take(), destroyCalls(asked), seats);
    if (leftIn(local.cloud.world) > 0) throw new Error("something is left of the class");
    const heapMibPerSeat = (heap[1]! - heap[0]!) / MIB / (seats - third);
    return { planSeconds, upSeconds, destroySeconds, heapMibPerSeat };
  } finally {
    counter.stop();
    await local.close();
  }
}

/**
 * Bytes after collection, once idle connections are closed: what they hold is no seat's. What a
 * collection finalises, only the next one frees.
 */
async function heapWhenIdle(): Promise<number> {
  await setTimeout(IDLE_MS);
  for (let collections = 0; collections < 3; collections++) {
    globalThis.gc?.();
    await setTimeout(FINALISED_MS);
  }
  return process.memoryUsage().heapUsed;
}

function compareCalls(what: string, counted: CountedCalls, calls: ClassCalls, seats: number): void {
  const stacks = Array<typeof calls.seat>(seats).fill(calls.seat);
  const { reads, writes, deletes, operations } = sum([calls.half ?? sum([]), ...stacks]);
  compare(what, { ...counted }, { reads, writes, deletes, operations: operations.length });
}

/** @throws Error where they differ by more than the tolerance */
function compare(
  what: string,
  counted: Record<string, number>,
  planned: Record<string, number | null>,
): void {
  for (const [kind, value] of Object.entries(planned)) {
    const seen = counted[kind] ?? NaN;
    if (Math.abs(seen - (value ?? NaN)) <= TOLERANCE * seen) continue;
    throw new Error(`${what}: the plan says ${value} ${kind}, and the cloud counts ${seen}`);
  }
}

const [layout, seats] = process.argv.slice(2);
void run(layout as ClassLayout, Number(seats)).then((result) => {
  console.log(JSON.stringify(result));
});
