import type { Clock } from "../../../scripts/base/clock";
import {
  type Change,
  type FleetOptions,
  type FleetResult,
  type Job,
  runFleet,
  UNLIMITED_BUCKETS,
} from "../../../scripts/class/fleet";
import { SimulatedTime } from "../../../bench/class/simulated-time";

/** Limits that no test reaches unless it sets one. */
export const ROOMY: FleetOptions["limits"] = {
  concurrency: 1000,
  memory: 1e6,
  buckets: UNLIMITED_BUCKETS,
};

/** A job that is ready at once and needs nothing. */
export const job = (stack: string, more: Partial<Job> = {}): Job => ({
  stack,
  during: "starting",
  after: [],
  exclusive: [],
  calls: { reads: 0, writes: 0, deletes: 0 },
  memory: 0,
  run: () => Promise.resolve({ state: "ready" }),
  ...more,
});

/** What a job does for so many seconds. */
export const lasting =
  (clock: Clock, seconds: number): Job["run"] =>
  async () => {
    await clock.sleep(seconds * 1000);
    return { state: "ready" };
  };

/** A job's run that fails at once. */
export const failing =
  (message: string, code = "cloud"): Job["run"] =>
  () =>
    Promise.resolve({ state: "failed", failure: { code, message, cure: "wait" } });

/** A run with all its changes. */
export type Run = FleetResult & { changes: Change[]; states: (stack: string) => string[] };

/** Runs jobs in virtual time. */
export async function run(
  jobs: readonly Job[],
  options: Partial<FleetOptions> & { clock?: SimulatedTime } = {},
): Promise<Run> {
  const changes: Change[] = [];
  const clock = options.clock ?? new SimulatedTime();
  const work = runFleet(jobs, {
    limits: ROOMY,
    keepGoing: false,
    random: () => 0.5,
    signal: new AbortController().signal,
    ...options,
    clock,
    onChange: (change) => {
      changes.push(change);
      options.onChange?.(change);
    },
  });
  const result = await clock.run(work);
  const shown = ({ state, reason }: Change): string =>
    state === "waiting" ? `waiting: ${reason}` : state;
  const states = (stack: string): string[] =>
    changes.filter((change) => change.stack === stack).map(shown);
  return { ...result, changes, states };
}
