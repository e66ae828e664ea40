import type { CloudConnection } from "../../../scripts/cloud/connection";
import type { Counts, Failure, Stack, StepEvent } from "../../../scripts/engine/engine";

/** One operation, as the parent asks for it. */
export interface OperationRequest {
  id: number;
  engine: "embedded" | "pulumi";
  operation: "up" | "preview" | "refresh" | "destroy" | "recover";
  stack: Stack;
  connection: CloudConnection;
  /** The engine, and the CLI with it, are killed as soon as the resource of this name is made. */
  killAfter?: string;
}

/** What came of it: `error` is what the engine threw. */
export type OperationResponse =
  | {
      id: number;
      error?: never;
      /** Every event, as it happened. */
      steps: StepEvent[];
      /** Requests of the two providers, `METHOD URL`. */
      calls: string[];
      counts: Counts;
      failures: Failure[];
    }
  | { id: number; error: string };
