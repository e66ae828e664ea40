/** A planned step: what the planner and an adoption give to the steps. */
import type { LiveState } from "../../plugin";
import type { Resource } from "../../state/resource";
import type { Client } from "../providers/client";
import type { Decision } from "./decide";

/** A decision about one resource, and what its step needs. */
export interface PlannedStep {
  decision:
    | Decision
    | { do: "import"; live: LiveState; keys: string[] }
    /** An adoption found nothing to take over. */
    | { do: "leave out" };
  fresh: Resource;
  old: Resource | undefined;
  /** Absent for components. */
  client: Client | undefined;
  /** Delete before replace: dependents of `old` in the order of deletion, then `old`. */
  toDelete: Resource[];
  /** Resolves when all of `toDelete` is deleted, and rejects when a deletion fails. */
  dependentsDeleted: Deferred;
}

/** A promise with its resolve and reject functions. */
export class Deferred {
  resolve: () => void = () => undefined;
  reject: (reason: unknown) => void = () => undefined;
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    // Without it, a rejection that no step awaits would end the process.
    this.promise.catch(() => undefined);
  }
}
