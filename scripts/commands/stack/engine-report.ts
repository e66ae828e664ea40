import { LabError } from "../../../infra/errors";
import type { Counts, Failure, Result, StepEvent, RunOptions } from "../../engine/engine";
import type { Console } from "../../lib/shell/console";
import { Incomplete } from "../../lib/shell/stages";
import { masked } from "../../lib/shell/table";
import { withCure } from "./cures";
import type { StackSession } from "./session";

/** The part of a command's document that says what an engine did. */
export function resultDocument(session: StackSession, result: Result): Record<string, unknown> {
  return {
    stack: session.stack.name,
    engine: session.engine.name,
    resources: result.counts,
    outputs: masked(result.outputs, result.secretOutputs),
    failures: result.failures.map(withCure),
  };
}

/** `27 created, 3 unchanged, 1 failed`; `nothing to do` when there was nothing. */
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
    .map((key) => `${counts[key]} ${words[key]}`);
  if (failures.length > 0) parts.push(`${failures.length} failed`);
  return parts.join(", ") || "nothing to do";
}

/** How a stage ends in which an engine did this. @throws Incomplete when something failed */
export function completedText({ counts, failures }: Pick<Result, "counts" | "failures">): string {
  const text = countsText(counts, failures);
  if (failures.length > 0) throw new Incomplete(text);
  return text;
}

/** Which engine ran is plain in every report. */
export const engineText = ({ engine }: StackSession): string =>
  engine.name === "embedded"
    ? `the embedded engine ${engine.version} (not the Pulumi CLI)`
    : `the Pulumi CLI ${engine.version}`;

/** Progress of an engine in words: the resource at work, and how many are done. */
export function engineProgress(console: Console, say: (text: string) => void): RunOptions {
  let done = 0;
  return {
    signal: console.signal,
    onStep: (event: StepEvent) => {
      if (event.phase === "done") done++;
      say(
        `${verb(event)} ${event.name} (${event.type.split(":").at(-1) ?? event.type})${event.phase === "failed" ? " failed" : ""}, ${done} done`,
      );
    },
    onLog: (event) => {
      if (
        event.severity === "warning" ||
        event.severity === "error" ||
        (event.severity === "debug" && console.debug)
      )
        console.note(`${event.severity}: ${event.message}`);
    },
  };
}

function verb({ operation, part }: StepEvent): string {
  return operation === "replace" ? `replace (${part ?? "create"})` : operation;
}

/** One line a failure, with its cure. */
export const failuresText = (failures: Failure[]): string =>
  failures
    .map(withCure)
    .map(
      ({ urn, code, message, cure }) =>
        `✖ ${urn.split("::").at(-1) || "the program"}: ${message} [${code}]${cure === undefined ? "" : `\n  cure:  ${cure}`}`,
    )
    .join("\n");

/** @throws LabError `deployment` naming every failure, for commands that cannot go on after one. */
export function refuseFailures(result: Pick<Result, "failures">, what: string, cure: string): void {
  if (result.failures.length)
    throw new LabError("deployment", `${what} failed:\n${failuresText(result.failures)}`, { cure });
}
