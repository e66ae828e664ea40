/** What the CLI's engine events tell: steps for the onlooker, counts and failures for the result. */
import type { DiagnosticEvent, EngineEvent, OpType, StepEventMetadata } from "@pulumi/pulumi/automation";
import type { Counts, Failure, StepEvent, Watch } from "../engine";
import { isDefaultProvider, nameOf } from "../embedded/urn";

type Step = Pick<StepEvent, "operation" | "part">;
type Told = Pick<StepEventMetadata, "op" | "urn" | "type"> & Partial<Pick<StepEventMetadata, "diffs">>;

/** The CLI's words for a step. A replacement's logical middle step, and what only tidies the state, are no events. */
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

/** Closing words of the CLI that only repeat that something failed. */
const EPILOGUE = /^(update|preview|destroy|refresh) failed$/;

const STACK = "pulumi:pulumi:Stack";

export class Report {
  readonly counts: Counts = { create: 0, same: 0, update: 0, replace: 0, delete: 0 };
  readonly steps: StepEvent[] = [];
  /** Error messages by the URN they are about; the program's own under the empty one. */
  private readonly errors = new Map<string, string[]>();

  constructor(private readonly watch: Watch) {}

  readonly onEvent = (event: EngineEvent): void => {
    if (event.resourcePreEvent) this.step(event.resourcePreEvent.metadata, "start");
    if (event.resOutputsEvent) this.step(event.resOutputsEvent.metadata, "done");
    if (event.resOpFailedEvent) this.step(event.resOpFailedEvent.metadata, "failed");
    if (event.diagnosticEvent) this.diagnostic(event.diagnosticEvent);
  };

  /** Taken out of the state by us, since what it lived in is gone. */
  dropped({ urn, type }: { urn: string; type: string }): void {
    this.step({ op: "delete", urn, type }, "done");
  }

  /** Once a resource has failed, what the program says after it only repeats that: it waited for what never came. */
  get failures(): Failure[] {
    const own = [...this.errors].filter(([urn]) => urn !== "");
    return (own.length ? own : [...this.errors]).flatMap(([urn, messages]) =>
      messages.map((message) => ({ urn, code: codeOf(message, urn), message })),
    );
  }

  private step({ op, urn, type, diffs }: Told, phase: StepEvent["phase"]): void {
    const step = STEPS[op];
    if (!step || isDefaultProvider({ urn, type })) return;
    const event: StepEvent = { ...step, urn, type, name: nameOf(urn), phase };
    if (diffs?.length) event.keys = diffs;
    if (phase === "failed") {
      if (!this.errors.has(urn)) this.errors.set(urn, [`${step.operation} failed`]);
      event.error = this.errors.get(urn)?.at(-1) ?? "";
    }
    if (phase === "done") {
      this.steps.push(event);
      if (step.part !== "delete" && step.operation in this.counts) this.counts[step.operation as keyof Counts]++;
    }
    this.watch.onStep?.(event);
  }

  private diagnostic({ severity, message, urn = "", ephemeral }: DiagnosticEvent): void {
    const text = plainText(message);
    if (ephemeral || text === "" || EPILOGUE.test(text)) return;
    this.watch.onLog?.({ severity: severity === "info#err" ? "info" : severity, message: text, urn });
    if (severity !== "error") return;
    const about = urn.includes(`::${STACK}::`) ? "" : urn;
    this.errors.set(about, [...(this.errors.get(about) ?? []), text]);
  }
}

/** Without the CLI's markup for colours. */
export const plainText = (message: string): string => message.replace(/<\{%.*?%\}>/g, "").trim();

/** As ARM names its refusals; else by whose fault it is. */
const codeOf = (message: string, urn: string): string =>
  /\bCode="([^"]+)"/.exec(message)?.[1] ?? (urn === "" ? "program-error" : "provider-error");
