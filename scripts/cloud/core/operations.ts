import { messageOf } from "../../../infra/errors";
import type { Clock } from "./clock";
import type { Faults } from "./faults";
import type { Random } from "./random";
import type { Collection, Store } from "./store";

/*
 * @parity
 * - Polls answer `retry-after-ms: 20` and never the `Retry-After: 15` of Azure: clients would really
 *   wait — ours
 * - What a failed operation leaves: a creation leaves the account or the workspace as `Failed`,
 *   which a PUT provisions again; a deletion leaves it as `Failed`, a group as it was; a poll by
 *   `Location` answers 409 with the error — guessed
 */

/** The event of a fault plan that ends an operation of a kind as Failed. */
export const endOf = (kind: string): string => `${kind}/end`;

/** A long-running operation of the control plane. Times are the simulated clock's. */
export interface Operation {
  id: string;
  /** Selects the effect that runs at its end, e.g. `cognitiveservices/accounts/delete`. */
  kind: string;
  /** The id of the resource that it works on. */
  target: string;
  /** Milliseconds since the epoch, as is `endsAt`. */
  startedAt: number;
  endsAt: number;
  status: "Running" | "Succeeded" | "Failed";
  /** Of a failed operation, or of a running one that will fail. */
  error?: { code: string; message: string };
}

/**
 * Runs at the end of an operation. What it changes before it first waits is kept whole or not at all.
 * It must be idempotent: after a kill in the middle of it, it runs again.
 */
export type Effect = (operation: Operation) => void | Promise<void>;

/** A poll moves the clock by a quarter of the operation's duration, so four polls see the end. */
const POLLS_TO_END = 4;
/** Simulated time for which an ended operation can still be read. */
const RETENTION_MS = 24 * 3600 * 1000;

/** The status of an operation that has not ended; the others are not asked for by it. */
const runningOnly = ({ status }: Operation): string | undefined =>
  status === "Running" ? status : undefined;

/**
 * Starts operations and completes them when the clock has passed their end. An effect is found by
 * its operation's kind, so an operation goes on after a restart.
 */
export class Operations {
  private readonly all: Collection<Operation>;
  private readonly running: () => Operation[];
  private readonly runningByTarget: (target: string) => Operation[];
  private readonly effects = new Map<string, Effect>();
  /** No operation ends before this time, so most calls of `completeDue` return at once. */
  private earliestEnd = -Infinity;
  private completing: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.all = store.collection<Operation>("operations");
    for (const [id, o] of this.all.entries())
      if (o.status !== "Running" && o.endsAt + RETENTION_MS < clock.now()) this.all.delete(id);
    const byStatus = store.index<Operation>("operations", runningOnly);
    this.running = () => byStatus("Running");
    this.runningByTarget = store.index<Operation>("operations", (o) => runningOnly(o) && o.target);
  }

  /** Registers the effect of every operation of a kind; it runs for failed operations, too. */
  onEnd(kind: string, effect: Effect): void {
    this.effects.set(kind, effect);
  }

  /** Starts an operation of `seconds` simulated seconds. With `error` it ends as Failed. */
  start(kind: string, target: string, seconds: number, error?: Operation["error"]): Operation {
    if (!this.effects.has(kind)) throw new Error(`no effect registered for operation ${kind}`);
    const startedAt = this.clock.now();
    const operation: Operation = {
      id: this.random.guid(),
      kind,
      target,
      startedAt,
      endsAt: startedAt + seconds * 1000,
      status: "Running",
      error,
    };
    this.earliestEnd = Math.min(this.earliestEnd, operation.endsAt);
    return this.all.put(operation.id, operation);
  }

  /** Reads an operation without moving the clock. */
  get(id: string): Operation | undefined {
    return this.all.get(id);
  }

  /** Moves the clock towards the operation's end, completes due operations, reads this one. */
  async poll(id: string): Promise<Operation | undefined> {
    const operation = this.all.get(id);
    if (operation?.status === "Running") {
      const left = operation.endsAt - this.clock.now();
      const step = Math.ceil((operation.endsAt - operation.startedAt) / POLLS_TO_END);
      this.clock.advance(Math.min(left, step));
      await this.completeDue();
    }
    return this.all.get(id);
  }

  /** The running operation on a target, if any. */
  runningOn(target: string): Operation | undefined {
    return this.runningByTarget(target)[0];
  }

  /** False while `completeDue` has nothing to do. */
  mayBeDue(): boolean {
    return this.completing !== undefined || this.clock.now() >= this.earliestEnd;
  }

  /** Completes the operations whose end has passed, one by one, in the order of their ends. */
  async completeDue(): Promise<void> {
    while (this.completing) await this.completing;
    if (this.clock.now() < this.earliestEnd) return;
    this.completing = this.completeAll().finally(() => (this.completing = undefined));
    await this.completing;
  }

  private async completeAll(): Promise<void> {
    const now = this.clock.now();
    const due = this.running().filter((o) => o.endsAt <= now);
    try {
      for (const o of due.sort((a, b) => a.endsAt - b.endsAt)) await this.complete(o);
    } finally {
      const ends = this.running().map((o) => o.endsAt);
      this.earliestEnd = Math.min(Infinity, ...ends);
    }
  }

  private async complete(operation: Operation): Promise<void> {
    const ended: Operation = { ...operation, status: operation.error ? "Failed" : "Succeeded" };
    try {
      await this.store.atomically(() => this.effects.get(operation.kind)?.(ended));
      this.all.put(operation.id, ended);
    } catch (cause) {
      const message = `the local cloud failed: ${messageOf(cause)}`;
      this.all.put(operation.id, {
        ...ended,
        status: "Failed",
        error: { code: "InternalServerError", message },
      });
      throw cause;
    }
  }
}

/** Starts an operation that ends as Failed where it is `refused`, or where the plan of faults says so. */
export const startFallible = (
  { operations, faults }: { operations: Operations; faults: Faults },
  kind: string,
  target: string,
  seconds: number,
  refused?: Operation["error"],
): Operation => operations.start(kind, target, seconds, refused ?? faults.failureOf(endOf(kind)));
