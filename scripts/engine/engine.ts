/** The interface of both Pulumi engines. Commands depend on this file, not on an engine. */

/** One stack and everything an engine needs to work on it. */
export interface Stack {
  project: string;
  name: string;
  /** Folder of the `file://` backend (it holds `.pulumi/`). */
  backend: string;
  passphrase: string;
  /** Full configuration: `namespace:key` to text. Structured values are JSON text, as in Pulumi. */
  config: Record<string, string>;
  /** Keys of `config` whose values are secret. */
  secretKeys: string[];
}

/** What a step does to one resource. */
export type Operation =
  "same" | "create" | "update" | "delete" | "replace" | "import" | "read" | "refresh";

/** One phase of one step. A replacement has two steps, one for each `part`. */
export interface StepEvent {
  operation: Operation;
  part?: "create" | "delete";
  urn: string;
  type: string;
  name: string;
  phase: "start" | "done" | "failed";
  /** Input keys that differ, on updates and replacements. */
  keys?: string[];
  /** Property paths of inputs whose values were changed in the cloud, on a refresh. */
  drift?: string[];
  error?: string;
}

/** A message of the program, a provider or the engine. `urn` is empty for the program. */
export interface LogEvent {
  severity: "debug" | "info" | "warning" | "error";
  message: string;
  urn: string;
}

/** What the caller of an operation may observe, and how it may interrupt it. */
export interface RunOptions {
  onStep?: ((event: StepEvent) => void) | undefined;
  onLog?: (event: LogEvent) => void;
  /**
   * With it, `preview` and `up` read every resource from the cloud first: an `up` into the state, a
   * preview for itself. It receives the steps of that, which are in neither steps nor counts.
   */
  refresh?: ((event: StepEvent) => void) | undefined;
  /** When it is aborted (Ctrl-C), running steps finish and are recorded, and no new step starts. */
  signal?: AbortSignal;
}

/** Number of resources by what happened to them. */
export type Counts = Record<"create" | "same" | "update" | "replace" | "delete", number>;

/** A step that failed, or (with an empty `urn`) the program itself. */
export interface Failure {
  urn: string;
  code: string;
  message: string;
  cure?: string;
}

/** The result of a preview. */
export interface Plan {
  counts: Counts;
  steps: StepEvent[];
  failures: Failure[];
}

/** The result of an operation that may change the stack. */
export interface Result {
  counts: Counts;
  /** Stack outputs, with `[secret]` in the place of each that has a secret. */
  outputs: Record<string, unknown>;
  failures: Failure[];
  /** URNs of the pending operations that an earlier run left. */
  interrupted: string[];
}

/** A resource of a state that an engine manages. */
export interface RecordedResource {
  urn: string;
  type: string;
  /** Absent while its creation is pending. */
  id: string | undefined;
  /** Secrets are encrypted. */
  inputs: Record<string, unknown>;
  /** It was deleted, and its replacement was not made yet. */
  isReplaced?: boolean | undefined;
}

/** What a state records of a stack, as far as it can be read without its secrets. */
export interface RecordedState {
  /** Number of resources, as `up` counts them. */
  count: number;
  /** Time of the first creation, as ISO text. */
  made: string | undefined;
  /** Outputs of the last `up`; secrets are encrypted. */
  outputs: Record<string, unknown>;
  /** Number of operations that an interrupted run left. */
  pending: number;
  resources: RecordedResource[];
  /** The stacks whose outputs it reads, as `organization/project/stack`. */
  references: string[];
}

/** Stack outputs in clear: mask `secretOutputs` before printing. */
export interface ClearOutputs {
  outputs: Record<string, unknown>;
  secretOutputs: string[];
}

/** A Pulumi engine. A failed step is in `failures`; an operation rejects when it could not run. */
export interface Engine {
  /** Commands print it with each result. */
  readonly name: "embedded" | "pulumi";
  readonly version: string;
  preview(stack: Stack, watch?: RunOptions): Promise<Plan>;
  up(stack: Stack, watch?: RunOptions): Promise<Result>;
  refresh(stack: Stack, watch?: RunOptions): Promise<Result>;
  destroy(stack: Stack, watch?: RunOptions): Promise<Result>;
  /**
   * Makes a state consistent with the cloud: settles what an interrupted run left open, and forgets
   * what does not exist any more. Creates nothing in the cloud.
   */
  recover(stack: Stack, watch?: RunOptions): Promise<Result>;
  /**
   * Takes what exists in the cloud, and what the state does not record, into the state: the program
   * runs, and of each resource that it would create the existing one is read instead. What does not
   * exist stays away. Changes nothing in the cloud.
   */
  adopt(stack: Stack, watch?: RunOptions): Promise<Result>;
  /** Outputs of the last `up`, from the state. @throws LabError `not-found` without a state */
  outputs(stack: Stack): Promise<ClearOutputs>;
  /** What the state records; undefined without a state. @throws LabError `state-unreadable` */
  recorded(stack: Stack): Promise<RecordedState | undefined>;
}
