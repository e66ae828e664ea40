import { messageOf } from "../../../infra/errors";
import type { Clock } from "./clock";
import type { Random } from "./random";
import type { Collection, Store } from "./store";

/** A long-running operation of the control plane. Times are the simulated clock's, in ms since the epoch. */
export interface Operation {
  id: string;
  /** Which effect follows its end, e.g. `cognitiveservices/accounts/delete`. */
  kind: string;
  /** The id of what it works on. */
  target: string;
  startedAt: number;
  endsAt: number;
  status: "Running" | "Succeeded" | "Failed";
  error?: { code: string; message: string };
}
/** What follows the end of an operation. Run at least once: one that a kill interrupted is run again, so it must bear repeating. */
export type Effect = (operation: Operation) => void | Promise<void>;

/** Each poll moves the clock by this part of an operation's whole duration: a few polls see the end of any of them. */
const POLLS_TO_END = 4;
/** Ended operations can be asked about for this long (simulated), as in Azure. */
const RETENTION_MS = 24 * 3600 * 1000;

/** Starts operations and settles them when the clock has passed their end. Effects are named, so that they survive a restart. */
export class Operations {
  private readonly all: Collection<Operation>;
  private readonly byStatus: (state: Operation["status"]) => Operation[];
  private readonly runningByTarget: (target: string) => Operation[];
  private readonly effects = new Map<string, Effect>();
  /** No operation ends before this time: most calls of `completeDue` look at nothing else. */
  private earliestEnd = -Infinity;
  private completing: Promise<void> | undefined;

  constructor(
    store: Store,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.all = store.collection<Operation>("operations");
    for (const [id, o] of this.all.entries())
      if (o.status !== "Running" && o.endsAt + RETENTION_MS < clock.now()) this.all.delete(id);
    this.byStatus = store.index<Operation>("operations", (o) => o.status);
    this.runningByTarget = store.index<Operation>("operations", (o) =>
      o.status === "Running" ? o.target : undefined,
    );
  }

  /** Registers what happens at the end of every operation of `kind` (also of failed ones: look at `status`). */
  onEnd(kind: string, effect: Effect): void {
    this.effects.set(kind, effect);
  }

  /** `seconds` of simulated time; with `error` it ends as Failed. */
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
      ...(error && { error }),
    };
    this.earliestEnd = Math.min(this.earliestEnd, operation.endsAt);
    return this.all.put(operation.id, operation);
  }

  /** An operation as it stands, without moving the clock. */
  get(id: string): Operation | undefined {
    return this.all.get(id);
  }

  /** A client asks how far it is: time jumps towards its end, and whatever is due by then is settled. */
  async poll(id: string): Promise<Operation | undefined> {
    const operation = this.all.get(id);
    if (operation?.status === "Running") {
      const left = operation.endsAt - this.clock.now();
      this.clock.advance(
        Math.min(left, Math.ceil((operation.endsAt - operation.startedAt) / POLLS_TO_END)),
      );
      await this.completeDue();
    }
    return this.all.get(id);
  }

  /** The running operation on a target, if any. */
  runningOn(target: string): Operation | undefined {
    return this.runningByTarget(target)[0];
  }

  /** Ends every operation whose time has come, in the order of their ends. Called before each request; one at a time. */
  async completeDue(): Promise<void> {
    while (this.completing) await this.completing;
    if (this.clock.now() < this.earliestEnd) return;
    this.completing = this.endDue().finally(() => (this.completing = undefined));
    await this.completing;
  }

  private async endDue(): Promise<void> {
    const now = this.clock.now();
    const due = this.byStatus("Running").filter((o) => o.endsAt <= now);
    try {
      for (const o of due.sort((a, b) => a.endsAt - b.endsAt)) await this.end(o);
    } finally {
      this.earliestEnd = Math.min(Infinity, ...this.byStatus("Running").map((o) => o.endsAt));
    }
  }

  private async end(operation: Operation): Promise<void> {
    const ended: Operation = { ...operation, status: operation.error ? "Failed" : "Succeeded" };
    try {
      await this.effects.get(operation.kind)?.(ended);
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
