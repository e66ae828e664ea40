import { ApiError } from "./errors";

/*
 * @parity
 * - Faults by plan (operation, nth call): an error answer or a cut connection, before the call is
 *   served or after it (`served`, `drop served`) — ours
 * - Faults by plan at an event: a long-running operation (`databricks/workspaces/create/end`;
 *   accounts, purges, workspaces, groups) or an installation of a library ends as Failed; a
 *   workspace serves late (`databricks/readiness`) or its name is known late (`databricks/name`: the
 *   connection is cut) — ours
 */

/** An error in place of the answer. */
export interface ErrorAnswer {
  status: number;
  code: string;
  message: string;
  headers?: Record<string, string> | undefined;
  /** The call is served all the same: what it changes stays changed. */
  served?: boolean | undefined;
}

/** A write that is served and answered as ever, but is not seen by as many reads that follow. */
export interface ReadLag {
  lag: number;
}

/**
 * How a call fails: an error answer; a connection that is cut before the call is served (`drop`), or
 * after it (`drop served`); something that takes longer than usual; or a change that readers see late.
 */
export type FaultAnswer = "drop" | "drop served" | "late" | ReadLag | ErrorAnswer;

/** What a client gets in place of the answer to a call that is served. */
export type LostAnswer = "drop served" | ErrorAnswer;

/** A planned fault: the `nth` call of an operation fails. */
export interface Fault {
  /**
   * The operation's name as its route declares it, e.g. `databricks/workspaces/write`, or that of an
   * event, such as the end of a long-running operation: `databricks/workspaces/create/end`.
   */
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
  /** Reads that do not see a resource yet, by its key. */
  private readonly lagging = new Map<string, number>();
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
    this.lagging.clear();
    this.plan = plan;
  }

  /**
   * Counts a call. Undefined means: serve it; `drop` means: cut the connection; anything else: serve
   * it, and answer so.
   * @throws ApiError for a planned error answer to a call that is not served
   */
  next(operation: string): "drop" | LostAnswer | ReadLag | undefined {
    const answer = this.planned(operation);
    if (answer === undefined || answer === "late") return undefined;
    if (typeof answer === "string" || "lag" in answer || answer.served) return answer;
    throw apiErrorOf(answer);
  }

  /** Counts an event that is no call; gives the error with which it ends, if that is planned. */
  failureOf(event: string): Pick<ErrorAnswer, "code" | "message"> | undefined {
    const answer = this.planned(event);
    if (typeof answer !== "object" || "lag" in answer) return undefined;
    return { code: answer.code, message: answer.message };
  }

  /** Counts an event that is no call, and tells whether it is late. */
  isLate(event: string): boolean {
    return this.planned(event) === "late";
  }

  /** Hides a resource from the next reads. */
  lag(key: string, reads: number): void {
    this.lagging.set(key, reads);
  }

  /** Counts a read of a resource, and tells whether it does not see the resource yet. */
  takeLaggingRead(key: string): boolean {
    const left = this.lagging.get(key);
    if (left === undefined) return false;
    if (left > 1) this.lagging.set(key, left - 1);
    else this.lagging.delete(key);
    return true;
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
    const name = nameOf(answer);
    this.failed.set(name, (this.failed.get(name) ?? 0) + 1);
    return answer;
  }
}

/** `429 TooManyRequests`, `500 InternalServerError served`, `drop`, `lag 3` */
function nameOf(answer: FaultAnswer): string {
  if (typeof answer === "string") return answer;
  if ("lag" in answer) return `lag ${answer.lag}`;
  return `${answer.status} ${answer.code}${answer.served ? " served" : ""}`;
}

/** The error that a client gets. */
export const apiErrorOf = ({ status, code, message, headers }: ErrorAnswer): ApiError =>
  new ApiError(status, code, message, headers && { headers });
