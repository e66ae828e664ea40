import { type ClassRecord, halfStack } from "../../../class/class-record";
import { summaryOf, type SeatState } from "../../../class/seat-state";
import { countText } from "./progress";
import type { VerbResult } from "./stack-jobs";

/** What came of a verb, as JSON: a row for every stack that it was meant for. */
export function fleetDocument(
  { name, layout }: ClassRecord,
  engine: string,
  { outcomes, stopped }: VerbResult,
) {
  const rows = outcomes.map(({ stack, state, reason, failure, started, ended, detail }) => ({
    slug: stack === halfStack(name) ? name : stack.slice(name.length + 1),
    stack,
    state,
    reason,
    failure,
    started: timeOf(started),
    ended: timeOf(ended),
    /** When it was seen to be ready. */
    ready: state === "ready" ? timeOf(ended) : null,
    outputs: detail?.outputs ?? {},
    proof: detail?.proof ?? null,
    minutes: detail?.minutes ?? null,
  }));
  const isHalf = ({ stack }: { stack: string }): boolean => stack === halfStack(name);
  const seats = rows.filter((row) => !isHalf(row));
  return {
    class: name,
    layout,
    engine,
    half: rows.find(isHalf) ?? null,
    seats,
    summary: summaryOf(seats),
    stopped,
  };
}

const timeOf = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString();

/** A line for every stack that did not end well, with its cure, and the counts. */
export function fleetText({ outcomes, stopped }: VerbResult, wanted: readonly SeatState[]): string {
  const lines = outcomes.filter(({ state }) => !wanted.includes(state)).flatMap(badLines);
  if (stopped?.why === "equal-failures")
    lines.push(`stopped after equal failures: ${stopped.failure.message}; --keep-going goes on`);
  return [...lines, countText(outcomes)].join("\n");
}

function badLines({ stack, state, reason, failure }: VerbResult["outcomes"][number]): string[] {
  const why = failure === null ? reason : `${failure.message} [${failure.code}]`;
  const line = [`✖ ${stack}: ${state}`, why].filter(Boolean).join(", ");
  return failure?.cure === undefined ? [line] : [line, `  try:   ${failure.cure}`];
}

/** Whether every seat and the half ended as wanted. */
export const isAll = ({ outcomes }: VerbResult, wanted: readonly SeatState[]): boolean =>
  outcomes.every(({ state }) => wanted.includes(state));
