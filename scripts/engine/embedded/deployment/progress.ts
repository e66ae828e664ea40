/** Progress of a deployment: step events, counts and failures. */
import { asError } from "../../../base/as-error";
import type { Counts, Failure, StepEvent } from "../../engine";
import { Stopped, stepFailure } from "./failure";
import { isDefaultProvider, nameOf } from "../../state/urn";

/** A step without its resource. */
export type Step = Pick<StepEvent, "operation" | "part" | "keys" | "drift">;
interface Subject {
  urn: string;
  type: string;
}

const COUNTED: Partial<Record<StepEvent["operation"], keyof Counts>> = {
  create: "create",
  same: "same",
  update: "update",
  refresh: "update",
  replace: "replace",
  delete: "delete",
};

/**
 * Counts as the CLI does: default providers do not count, all other resources do; a replacement counts
 * once, by its create. Imports and reads are events without a count.
 */
export class Progress {
  readonly counts: Counts = { create: 0, same: 0, update: 0, replace: 0, delete: 0 };
  readonly steps: StepEvent[] = [];
  readonly failures: Failure[] = [];
  private readonly reported = new Set<Error>();

  constructor(private readonly onStep: ((event: StepEvent) => void) | undefined) {}

  private emit(
    step: Step,
    { urn, type }: Subject,
    phase: StepEvent["phase"],
    error?: string,
  ): void {
    if (isDefaultProvider({ urn, type })) return;
    const event: StepEvent = { operation: step.operation, urn, type, name: nameOf(urn), phase };
    if (step.part) event.part = step.part;
    if (step.keys?.length) event.keys = step.keys;
    if (step.drift?.length) event.drift = step.drift;
    if (error !== undefined) event.error = error;
    if (phase === "done") this.steps.push(event);
    this.onStep?.(event);
  }

  started(step: Step, subject: Subject): void {
    this.emit(step, subject, "start");
  }

  done(step: Step, subject: Subject): void {
    const counted = COUNTED[step.operation];
    if (counted && step.part !== "delete" && !isDefaultProvider(subject)) this.counts[counted]++;
    this.emit(step, subject, "done");
  }

  /** Reports each error once, for the first resource that it stopped. */
  failed(step: Step, subject: Subject, reason: unknown): void {
    const error = asError(reason);
    if (error instanceof Stopped || this.reported.has(error)) return;
    this.reported.add(error);
    this.failures.push(stepFailure(subject.urn, error));
    this.emit(step, subject, "failed", error.message);
  }

  /** Whether an error is among the reported failures, or none at all. */
  hasReported(reason: unknown): boolean {
    return reason instanceof Error && this.reported.has(reason);
  }
}
