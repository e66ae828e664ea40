import { ApiError } from "./errors";

/** One planned misfortune: the `nth` call (1-based) of an operation gets this answer instead of being served. */
export interface Fault {
  /** Operation name as the routes declare it, e.g. `cognitiveservices/accounts/deployments/write`. */
  operation: string;
  nth: number;
  /** An error answer, or `drop` to cut the connection. */
  answer:
    "drop" | { status: number; code: string; message: string; headers?: Record<string, string> };
}

/** Counts calls per operation and says which of them are to fail. */
export class Faults {
  private readonly counts = new Map<string, number>();
  private plan: Fault[] = [];

  set(plan: Fault[]): void {
    this.counts.clear();
    this.plan = plan;
  }

  /** Undefined: serve it. @throws ApiError for a planned error answer. */
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
