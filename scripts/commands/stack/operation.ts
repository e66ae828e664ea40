import type { Runnable } from "../../lib/shell/stages";

/** An operation on one stack: what to run, and what came of it once it has run. */
export interface StackOperation<T> {
  stages: readonly Runnable[];
  outcome: () => T;
}
