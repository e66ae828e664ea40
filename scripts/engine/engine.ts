/** What a Pulumi engine does for us, whichever engine it is. The rest of the project sees only this file. */

/** One stack and everything an engine needs to work on it. */
export interface Stack {
  project: string;
  name: string;
  /** Folder of the `file://` backend (it holds `.pulumi/`). */
  backend: string;
  passphrase: string;
  /** Full configuration, `namespace:key` to text; structured values are JSON text, as Pulumi passes them. */
  config: Record<string, string>;
  /** Keys of `config` whose values are secret. */
  secretKeys: string[];
}

export type Operation =
  "same" | "create" | "update" | "delete" | "replace" | "import" | "read" | "refresh";

/** Progress, as it happens. `replace` covers its create and delete halves, told apart by `part`. */
export interface StepEvent {
  operation: Operation;
  part?: "create" | "delete";
  urn: string;
  type: string;
  name: string;
  phase: "start" | "done" | "failed";
  /** Input keys that differ, on updates and replacements. */
  keys?: string[];
  error?: string;
}

export interface LogEvent {
  severity: "debug" | "info" | "warning" | "error";
  message: string;
  urn: string;
}

export interface RunOptions {
  onStep?(event: StepEvent): void;
  onLog?(event: LogEvent): void;
  /** Aborted on Ctrl-C: running steps finish and are recorded, no new step starts. */
  signal?: AbortSignal;
}

export type Counts = Record<"create" | "same" | "update" | "replace" | "delete", number>;

/** A step that failed, or (with an empty `urn`) the program itself. */
export interface Failure {
  urn: string;
  code: string;
  message: string;
  cure?: string;
}

export interface Plan {
  counts: Counts;
  steps: StepEvent[];
  failures: Failure[];
}

export interface Result {
  counts: Counts;
  /** Stack outputs in clear: mask `secretOutputs` before printing. */
  outputs: Record<string, unknown>;
  secretOutputs: string[];
  failures: Failure[];
  /** Operations an earlier run began and never finished, by URN. */
  interrupted: string[];
}

export interface Engine {
  /** As printed: which engine ran must be plain to the reader. */
  readonly name: "embedded" | "pulumi";
  readonly version: string;
  preview(stack: Stack, watch?: RunOptions): Promise<Plan>;
  up(stack: Stack, watch?: RunOptions): Promise<Result>;
  refresh(stack: Stack, watch?: RunOptions): Promise<Result>;
  destroy(stack: Stack, watch?: RunOptions): Promise<Result>;
  /** Brings an interrupted stack to a consistent state without creating anything new. */
  recover(stack: Stack, watch?: RunOptions): Promise<Result>;
  /** Outputs of the last `up` from state alone. @throws LabError `not-found` when the stack has no state. */
  outputs(stack: Stack): Promise<Pick<Result, "outputs" | "secretOutputs">>;
}
