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
export type Effect = (operation: Operation) => void;

/** Each poll moves the clock by this part of an operation's whole duration: a few polls see the end of any of them. */
const POLLS = 4;

/** Starts operations and settles them when the clock has passed their end. Effects are named, so that they survive a restart. */
export class Operations {
  private readonly all: Collection<Operation>;
  private readonly effects = new Map<string, Effect>();

  constructor(
    store: Store,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {
    this.all = store.collection<Operation>("operations");
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
    return this.all.put(operation.id, operation);
  }

  /** A client asks how far it is: time jumps towards its end, and whatever is due by then is settled. */
  poll(id: string): Operation | undefined {
    const operation = this.all.get(id);
    if (operation?.status === "Running") {
      const left = operation.endsAt - this.clock.now();
      this.clock.advance(Math.min(left, Math.ceil((operation.endsAt - operation.startedAt) / POLLS)));
      this.settle();
    }
    return this.all.get(id);
  }

  /** The running operation on a target, if any. */
  running(target: string): Operation | undefined {
    return this.all.values().find((o) => o.target === target && o.status === "Running");
  }

  /** Ends every operation whose time has come, in the order of their ends. Called before each request. */
  settle(): void {
    const now = this.clock.now();
    const due = this.all.values().filter((o) => o.status === "Running" && o.endsAt <= now);
    for (const o of due.sort((a, b) => a.endsAt - b.endsAt)) {
      const ended = this.all.put(o.id, { ...o, status: o.error ? "Failed" : "Succeeded" });
      this.effects.get(o.kind)?.(ended);
    }
  }
}
