import { ApiError } from "./errors";

/**
 * How a call fails: an error answer, a connection that is cut before the call is served, or
 * something that takes longer than usual.
 */
export type FaultAnswer =
  | "drop"
  | "late"
  | { status: number; code: string; message: string; headers?: Record<string, string> };

/** A planned fault: the `nth` call of an operation fails. */
export interface Fault {
  /** The operation's name as its route declares it, e.g. `databricks/workspaces/write`. */
  operation: string;
  /** Counted from 1, from the moment the plan was set. */
  nth: number;
  answer: FaultAnswer;
}

/** Whether a call of an operation fails, and how. */
export type FaultPlan = (operation: string, nth: number) => FaultAnswer | undefined;

/** What a plan did so far. */
export interface FaultCount {
  /** Calls that could have failed. */
  calls: number;
  /** Those that did, by how: `429 TooManyRequests`, `drop`, `late`. */
  failed: Record<string, number>;
}

/** Counts the calls of each operation and fails the planned ones. */
export class Faults {
  private readonly calls = new Map<string, number>();
  private readonly failed = new Map<string, number>();
  private plan: FaultPlan | undefined;

  /** Replaces the plan by a list, and starts counting again. */
  set(list: Fault[]): void {
    const plan: FaultPlan = (operation, nth) =>
      list.find((fault) => fault.operation === operation && fault.nth === nth)?.answer;
    this.follow(list.length > 0 ? plan : undefined);
  }

  /** Replaces the plan and starts counting again. */
  follow(plan: FaultPlan | undefined): void {
    this.calls.clear();
    this.failed.clear();
    this.plan = plan;
  }

  /**
   * Counts a call. Undefined means: serve it; `drop` means: cut the connection.
   * @throws ApiError for a planned error answer
   */
  next(operation: string): "drop" | undefined {
    const answer = this.planned(operation);
    if (answer === undefined || answer === "late") return undefined;
    if (answer === "drop") return answer;
    const { status, code, message, headers } = answer;
    throw new ApiError(status, code, message, headers && { headers });
  }

  /** Counts an event that is no call, and tells whether it is late. */
  isLate(event: string): boolean {
    return this.planned(event) === "late";
  }

  /** What the plan did so far. */
  count(): FaultCount {
    const calls = [...this.calls.values()].reduce((sum, n) => sum + n, 0);
    return { calls, failed: Object.fromEntries(this.failed) };
  }

  private planned(operation: string): FaultAnswer | undefined {
    if (!this.plan) return undefined;
    const nth = (this.calls.get(operation) ?? 0) + 1;
    this.calls.set(operation, nth);
    const answer = this.plan(operation, nth);
    if (answer === undefined) return undefined;
    const name = typeof answer === "string" ? answer : `${answer.status} ${answer.code}`;
    this.failed.set(name, (this.failed.get(name) ?? 0) + 1);
    return answer;
  }
}
