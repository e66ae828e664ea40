import { ApiError } from "./errors";

/** A planned fault: the `nth` call of an operation gets this answer instead of being served. */
export interface Fault {
  /** The operation's name as its route declares it, e.g. `databricks/workspaces/write`. */
  operation: string;
  /** Counted from 1, from the moment the plan was set. */
  nth: number;
  /** An error answer, or `drop` to cut the connection. */
  answer:
    "drop" | { status: number; code: string; message: string; headers?: Record<string, string> };
}

/** Counts the calls of each operation and fails the planned ones. */
export class Faults {
  private readonly counts = new Map<string, number>();
  private plan: Fault[] = [];

  /** Replaces the plan and starts counting again. */
  set(plan: Fault[]): void {
    this.counts.clear();
    this.plan = plan;
  }

  /**
   * Counts a call. Undefined means: serve it; `drop` means: cut the connection.
   * @throws ApiError for a planned error answer
   */
  next(operation: string): "drop" | undefined {
    if (this.plan.length === 0) return undefined;
    const nth = (this.counts.get(operation) ?? 0) + 1;
    this.counts.set(operation, nth);
    const fault = this.plan.find((f) => f.operation === operation && f.nth === nth);
    if (!fault) return undefined;
    if (fault.answer === "drop") return "drop";
    const { status, code, message, headers } = fault.answer;
    throw new ApiError(status, code, message, headers && { headers });
  }
}
