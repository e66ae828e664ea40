import { type ClassRecord, halfStack, type SeatRecord } from "../../../class/class-record";
import {
  ARM_BUCKETS,
  type BucketLimits,
  defaultLimits,
  type Earlier,
  type FleetLimits,
  type Job,
  Journal,
  runFleet,
  thisMachine,
  UNLIMITED_BUCKETS,
} from "../../../class/fleet";
import type { Console } from "../../../lib/shell/console";
import { runStages, Stage } from "../../../lib/shell/stages";
import type { OpenCloud } from "../../stack/session";
import { estimatedCalls, type Pass } from "./estimated-calls";
import type { OpenClass } from "../open/open-class";
import { countText, Progress } from "./progress";
import { recoverWork, type StackDetail, type StackWork, type VerbResult } from "./stack-jobs";
import { templateOrDefaults } from "../open/template";

/** One verb on a class: what to do with each stack, and in which order. */
export interface Verb {
  /** `up` */
  name: string;
  during: Job["during"];
  work: StackWork;
  /** What the class half does with regard to its seats; `never` leaves it alone. */
  half: "before its seats" | "after its seats" | "never";
  /** What it does to each stack, for an estimate of its calls. */
  passes: readonly Pass[];
  /**
   * Whether what a killed run left is not recovered first: it recovers itself, or there is no state
   * to work on.
   */
  isRepeated?: boolean;
}

/**
 * Estimated memory of one stack's operation, in MiB. Under the CLI it is the CLI's own: 142 in an `up`
 * of a seat under CLI 3.260 (proportional set size). The programs of all stacks share one process.
 */
const MEMORY_MIB = { embedded: 60, pulumi: 160 };

/**
 * Runs a verb on some seats of a class, and on its half where there is one. The journal of the class
 * has every change before it happens, so that the next run continues a killed one.
 * @throws LabError `locked` while another process works on the class
 */
export async function runVerb(
  opened: OpenClass,
  verb: Verb,
  seats: readonly SeatRecord[],
  { keepGoing, buckets = ARM_BUCKETS }: { keepGoing: boolean; buckets?: BucketLimits },
  console: Console,
): Promise<VerbResult> {
  const { cloud, record, folder } = opened;
  const clock = await cloud.clock();
  const run = { class: record.name, verb: verb.name, now: clock.now() };
  const journal = Journal.begin(folder, run);
  try {
    const jobs = jobsOf(opened, verb, seats, journal.earlier, console);
    const running = new Stage(
      `${verb.name} ${record.name}: ${jobs.length} ${jobs.length === 1 ? "stack" : "stacks"}`,
      async (say) => {
        const progress = new Progress(jobs.length, console, say);
        return runFleet(jobs, {
          limits: limitsOn(cloud, buckets),
          keepGoing,
          clock,
          random: Math.random,
          signal: console.signal,
          onChange: (change) => {
            journal.record(change);
            progress.change(change);
          },
          onProgress: (stack, text) => {
            progress.show(stack, text);
          },
        });
      },
      ({ outcomes }) => countText(outcomes),
    );
    await runStages([running], console);
    journal.end(running.result, clock.now());
    return running.result;
  } finally {
    journal.close();
  }
}

/** The local cloud throttles nothing. */
function limitsOn({ connection }: OpenCloud, buckets: BucketLimits): FleetLimits {
  const limits = defaultLimits(thisMachine());
  return { ...limits, buckets: connection ? UNLIMITED_BUCKETS : buckets };
}

function jobsOf(
  { record, cloud }: OpenClass,
  verb: Verb,
  seats: readonly SeatRecord[],
  { unfinished, succeeded }: Earlier,
  console: Console,
): Job<StackDetail>[] {
  const { name, layout } = record;
  const half = halfStack(name);
  const calls = estimatedCalls(record, verb.passes);
  const exclusive = sharedAccounts(record);
  const recovers = (stack: string): boolean =>
    unfinished.includes(stack) && verb.isRepeated !== true;
  const job = (stack: string, after: readonly string[]): Job<StackDetail> => ({
    stack,
    during: verb.during,
    after,
    exclusive,
    calls: stack === half ? calls.half : calls.seat,
    memory: MEMORY_MIB[cloud.engine.name],
    run: async (context) => {
      if (recovers(stack)) {
        const recovered = await recoverWork(cloud, stack, console, context);
        if (recovered.failure) return recovered;
      }
      return verb.work(cloud, stack, console, context);
    },
  });
  const hasHalf = layout === "shared" && verb.half !== "never";
  // What an interrupted run of the same verb did not reach comes first.
  const stacks = seats
    .map(({ stack }) => stack)
    .sort((a, b) => Number(succeeded.has(a)) - Number(succeeded.has(b)));
  const needed = hasHalf && verb.half === "before its seats" ? [half] : [];
  const jobs = stacks.map((stack) => job(stack, needed));
  if (!hasHalf) return jobs;
  if (verb.half === "before its seats") return [job(half, []), ...jobs];
  return [...jobs, job(half, stacks)];
}

/** An account that all labs of a class work on takes one operation at a time. */
export function sharedAccounts({ name, layout }: ClassRecord): string[] {
  const { existing } = templateOrDefaults(name);
  if (layout === "shared" || existing?.openaiAccountId === undefined) return [];
  return [existing.openaiAccountId];
}
