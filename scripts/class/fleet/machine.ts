import { availableParallelism } from "node:os";
import { ARM_BUCKETS } from "./buckets";
import type { FleetLimits } from "./options";

/** What bounds the work on this machine. */
export interface Machine {
  cores: number;
  /** MiB that can be used without swapping. */
  memory: number;
}

/**
 * On two cores 300 stacks on the local cloud took 29 s one at a time, 18 s four, and hardly less with
 * 32 at a time, in twice the memory; `npm run bench class` runs as many. On Azure a job mostly waits,
 * and more may be worth their memory.
 */
const JOBS_PER_CORE = 4;
/** The rest is for other programs, and for estimates that are too low. */
const SHARE_OF_MEMORY = 0.75;
const MIB = 1024 * 1024;

/** This machine, or the container that it is. */
export const thisMachine = (): Machine => ({
  cores: availableParallelism(),
  memory: process.availableMemory() / MIB,
});

/** What a fleet may use by default. */
export const defaultLimits = ({ cores, memory }: Machine): FleetLimits => ({
  concurrency: JOBS_PER_CORE * cores,
  memory: Math.floor(SHARE_OF_MEMORY * memory),
  buckets: ARM_BUCKETS,
});
