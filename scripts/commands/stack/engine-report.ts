import { LabError } from "../../../infra/errors";
import type { Counts, Failure, Result, StepEvent, RunOptions } from "../../engine/engine";
import type { Console } from "../../lib/shell/console";
import { Incomplete } from "../../lib/shell/stages";
import { withCure } from "./cures";
import type { StackSession } from "./session";

/** The part of a command's document that reports what an engine did. */
export type ResultDocument = ReturnType<typeof resultDocument>;

/**
 * Reports what an engine did, with a cure for every failure that has a known one.
 */
export function resultDocument(session: Pick<StackSession, "stack" | "engine">, result: Result) {
  return {
    stack: session.stack.name,
    engine: session.engine.name,
    resources: result.counts,
    outputs: result.outputs,
    failures: result.failures.map(withCure),
  };
}

/** `27 resources created, 3 unchanged, 1 failed`; `nothing to do` when there was nothing. */
export function countsText(counts: Counts, failures: readonly Failure[] = []): string {
  const words = {
    create: "created",
    update: "updated",
    replace: "replaced",
    delete: "deleted",
    same: "unchanged",
  } as const;
  const parts = (Object.keys(words) as (keyof Counts)[])
    .filter((key) => counts[key] > 0)
    .map((key, index) => `${counts[key]} ${index === 0 ? nounFor(counts[key]) : ""}${words[key]}`);
  if (failures.length > 0) parts.push(`${failures.length} failed`);
  return parts.join(", ") || "nothing to do";
}

const nounFor = (count: number): string => (count === 1 ? "resource " : "resources ");

/** The summary of a stage in which an engine did this. @throws Incomplete when something failed */
export function completedText({ counts, failures }: Pick<Result, "counts" | "failures">): string {
  const text = countsText(counts, failures);
  if (failures.length > 0) throw new Incomplete(text);
  return text;
}

/** The engine's name and version, which every report shows. */
export function engineText({ engine: { name, version } }: Pick<StackSession, "engine">): string {
  if (name === "pulumi") return `the Pulumi CLI ${version}`;
  return `the embedded engine ${version} (not the Pulumi CLI)`;
}

/**
 * Shows an engine's progress: the resource it works on, and how many are done. Notes warnings, apart
 * from those that are `told` already.
 */
export function engineProgress(
  console: Console,
  say: (text: string) => void,
  told = new Set<string>(),
): RunOptions {
  let done = 0;
  return {
    signal: console.signal,
    onStep: (event: StepEvent) => {
      if (event.phase === "done") done++;
      say(`${stepText(event)}, ${done} done`);
    },
    onLog: (event) => {
      const { severity, message } = event;
      if (severity === "info") return;
      // An error is a failure of the result too, which is reported with its cure.
      if (severity !== "warning" && !console.debug) return;
      if (told.has(message)) return;
      told.add(message);
      console.note(`${severity}: ${message}`);
    },
  };
}

/** `replace (delete) NAME (Cluster) failed` */
function stepText({ operation, part = "create", name, type, phase }: StepEvent): string {
  const verb = operation === "replace" ? `replace (${part})` : operation;
  const text = `${verb} ${name} (${type.split(":").at(-1) ?? type})`;
  return phase === "failed" ? `${text} failed` : text;
}

/** A line for every failure, and one for its cure. */
export const failuresText = (failures: readonly Failure[]): string =>
  failures.map(withCure).flatMap(failureLines).join("\n");

function failureLines({ urn, code, message, cure }: Failure): string[] {
  const line = `✖ ${urn.split("::").at(-1) || "the program"}: ${message} [${code}]`;
  return cure === undefined ? [line] : [line, `  try:   ${cure}`];
}

/** For steps that cannot go on after a failure. @throws LabError `deployment` with every failure */
export function refuseFailures(result: Pick<Result, "failures">, what: string, cure: string): void {
  if (result.failures.length)
    throw new LabError("deployment", `${what} failed:\n${failuresText(result.failures)}`, { cure });
}
