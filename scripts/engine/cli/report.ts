/** Converts the CLI's engine events to step events, counts and failures. */
import type {
  DiagnosticEvent,
  EngineEvent,
  OpType,
  StepEventMetadata,
} from "@pulumi/pulumi/automation";
import type { Counts, Failure, LogEvent, RunOptions, StepEvent } from "../engine";
import type { Props } from "../plugin";
import { splitCure } from "../cure";
import { differingPaths } from "../state/paths";
import { isDefaultProvider, nameOf } from "../state/urn";
import { isEqual } from "../state/wire";

type Step = Pick<StepEvent, "operation" | "part">;
type StepMetadata = Pick<StepEventMetadata, "op" | "urn" | "type"> &
  Partial<Pick<StepEventMetadata, "diffs" | "old" | "new">>;

/** Our step for the CLI's. The logical step of a replacement and changes of the state alone have none. */
const STEPS: Partial<Record<OpType, Step>> = {
  same: { operation: "same" },
  create: { operation: "create" },
  update: { operation: "update" },
  delete: { operation: "delete" },
  "create-replacement": { operation: "replace", part: "create" },
  "delete-replaced": { operation: "replace", part: "delete" },
  read: { operation: "read" },
  "read-replacement": { operation: "replace", part: "create" },
  refresh: { operation: "refresh" },
  discard: { operation: "read" },
  "discard-replaced": { operation: "replace", part: "delete" },
  import: { operation: "import" },
  "import-replacement": { operation: "replace", part: "create" },
};

/** The CLI's last error, which only repeats that the operation failed. */
const EPILOGUE = /^(update|preview|destroy|refresh) failed$/;

const STACK = "pulumi:pulumi:Stack";
/** Instead of a URN: an error of the program or of the whole operation. */
const PROGRAM = "";

/** Collects the events of one operation. */
export class Report {
  readonly counts: Counts = { create: 0, same: 0, update: 0, replace: 0, delete: 0 };
  readonly steps: StepEvent[] = [];
  /** The stack's outputs, once an event has told them. Secrets are hidden. */
  stackOutputs: Props | undefined;
  /** URNs that are being read. */
  private readonly refreshing = new Set<string>();
  /** Error messages by URN; those of the program under `PROGRAM`. */
  private readonly errors = new Map<string, string[]>();

  /** What was done in a run that is repeated, and that it will be found done. */
  private readonly repeated = new Set<string>();

  constructor(private readonly runOptions: RunOptions) {}

  readonly onEvent = (event: EngineEvent): void => {
    if (event.resourcePreEvent) this.step(event.resourcePreEvent.metadata, "start");
    if (event.resOutputsEvent) this.outputs(event.resOutputsEvent.metadata);
    if (event.resOpFailedEvent) this.step(event.resOpFailedEvent.metadata, "failed");
    if (event.diagnosticEvent) this.diagnostic(event.diagnosticEvent);
  };

  /** Reports a resource that the state did not record and that was found in the cloud. */
  readonly adopted = ({ urn, type }: { urn: string; type: string }): void =>
    this.step({ op: "import", urn, type }, "done");

  /** Reports a resource that the repair removed from the state. */
  dropped({ urn, type }: { urn: string; type: string }): void {
    this.refreshing.add(urn);
    this.step({ op: "delete", urn, type }, "done");
  }

  /** The operation is run again: what failed is forgotten, and what was done counts once. */
  again(): void {
    this.errors.clear();
    this.refreshing.clear();
    for (const { urn, ...step } of this.steps)
      this.repeated.add(keyOf(urn, step)).add(keyOf(urn, { operation: "same" }));
  }

  /** Errors of the program are included only if no resource has failed. */
  get failures(): Failure[] {
    return [...this.errors]
      .filter(([urn]) => urn !== PROGRAM || !this.hasFailed)
      .flatMap(([urn, messages]) =>
        messages.map((text) => ({ urn, code: codeOf(text, urn), ...splitCure(text) })),
      );
  }

  private outputs(metadata: StepEventMetadata): void {
    const { type, new: live } = metadata;
    if (type === STACK) this.stackOutputs = (live?.outputs ?? {}) as Props;
    this.step(metadata, "done");
  }

  private step(metadata: StepMetadata, phase: StepEvent["phase"]): void {
    const { op, urn, type, diffs } = metadata;
    const step = STEPS[op];
    if (!step || isDefaultProvider({ urn, type })) return;
    const event: StepEvent = { ...step, urn, type, name: nameOf(urn), phase };
    if (diffs?.length) event.keys = diffs;
    if (step.operation === "refresh") event.drift = driftOf(metadata);
    if (phase === "failed") {
      if (!this.errors.has(urn)) this.errors.set(urn, [`${step.operation} failed`]);
      event.error = this.errors.get(urn)?.at(-1) ?? "";
    }
    const { refresh } = this.runOptions;
    if (refresh && this.isOfRefresh(op, urn, phase)) {
      if (op === "refresh" && phase === "done" && !hasChanged(metadata)) event.operation = "same";
      refresh(event);
      return;
    }
    if (phase === "done" && !this.repeated.has(keyOf(urn, step))) {
      this.steps.push(event);
      if (step.part !== "delete" && step.operation in this.counts)
        this.counts[step.operation as keyof Counts]++;
    }
    this.runOptions.onStep?.(event);
  }

  /** What begins as a refresh may end as the delete of a resource that is gone. */
  private isOfRefresh(op: OpType, urn: string, phase: StepEvent["phase"]): boolean {
    if (phase !== "start") return this.refreshing.delete(urn);
    if (op === "refresh") this.refreshing.add(urn);
    return op === "refresh";
  }

  private diagnostic({ severity, message, urn = "", ephemeral }: DiagnosticEvent): void {
    const text = unwrapProviderMessage(plainText(message));
    if (ephemeral || text === "" || EPILOGUE.test(text)) return;
    const shown = this.severityOf(severity, text, urn);
    this.runOptions.onLog?.({ severity: shown, message: text, urn });
  }

  private severityOf(
    severity: DiagnosticEvent["severity"],
    text: string,
    urn: string,
  ): LogEvent["severity"] {
    if (severity === "error") return this.recordError(text, urn);
    return severity === "info#err" ? "info" : severity;
  }

  /** Records an error. A repetition of an earlier error gets the severity `debug`. */
  private recordError(text: string, urn: string): "error" | "debug" {
    const about = urn.includes(`::${STACK}::`) ? PROGRAM : urn;
    const told = this.errors.get(about) ?? [];
    if (told.includes(text)) return "debug";
    this.errors.set(about, [...told, text]);
    return about === PROGRAM && this.hasFailed ? "debug" : "error";
  }

  /** Whether a resource has failed. The program's errors then only repeat that. */
  private get hasFailed(): boolean {
    return [...this.errors.keys()].some((urn) => urn !== PROGRAM);
  }
}

const keyOf = (urn: string, { operation, part }: Step): string => [operation, part, urn].join(" ");

/** What a refresh changed in a resource's inputs. */
const driftOf = ({ old, new: live }: StepMetadata): string[] =>
  differingPaths((old?.inputs ?? {}) as Props, (live?.inputs ?? {}) as Props);

/** Whether a refresh changes the state. */
const hasChanged = ({ old, new: live }: StepMetadata): boolean =>
  !isEqual([old?.inputs, old?.outputs], [live?.inputs, live?.outputs]);

/** A message without the CLI's colour markup. */
const plainText = (message: string): string => message.replace(/<\{%.*?%\}>/g, "").trim();

/**
 * The two forms in which a bridged Terraform provider reports one message: a line of its log, and a list
 * of one error in a list of one (recorded: databricks 1.110.0 under CLI 3.260).
 */
const WRAPPINGS = [
  /^sdk-v2\/provider2?\.go:\d+: sdk\.helper_schema: ([\s\S]*?)(?:: provider=\S+)?$/,
  /^1 error occurred:\s*\* ([\s\S]*)$/,
  /^[a-z]+ urn:\S+: (1 error occurred:[\s\S]*)$/,
];

/** The provider's message without these forms. */
export function unwrapProviderMessage(message: string): string {
  const inner = WRAPPINGS.map((wrapping) => wrapping.exec(message)?.[1]).find(
    (text) => text !== undefined,
  );
  return inner === undefined ? message : unwrapProviderMessage(inner.trim());
}

/** ARM's error code; otherwise that of the program or the provider. */
const codeOf = (message: string, urn: string): string =>
  /\bCode="([^"]+)"/.exec(message)?.[1] ?? (urn === PROGRAM ? "program-error" : "provider-error");
