import type { InstructorRow } from "../../../class/instructors";
import type { Outcome } from "../../../lib/shell/command";
import { table } from "../../../lib/shell/table";

/** Whether a workspace could not be read or changed. */
export const hasFailed = (rows: readonly InstructorRow[]): boolean =>
  rows.some(({ failure }) => failure !== null);

/** The rows as a table, then what failed with its cure. */
export function instructorsText(rows: readonly InstructorRow[], width: number): string {
  if (rows.length === 0) return "no person is an admin of a workspace of this class";
  const cells = rows.map((row) => [row.stack, row.userName ?? "", row.state, endOf(row)]);
  const failures = rows.flatMap(({ stack, failure }) => {
    if (failure === null) return [];
    const line = `✖ ${stack}: ${failure.message} [${failure.code}]`;
    return failure.cure === undefined ? [line] : [line, `  try:   ${failure.cure}`];
  });
  return [table(["stack", "user", "state", "until"], cells, width), ...failures].join("\n");
}

/** What another command says when it also removed the instructors whose time is over. */
export function withSwept(
  outcome: Outcome,
  rows: readonly InstructorRow[],
  width: number,
): Outcome {
  const swept =
    rows.length > 0 && `instructors whose time is over:\n${instructorsText(rows, width)}`;
  return {
    ...outcome,
    document: { ...outcome.document, instructors: rows },
    text: [swept, outcome.text].filter(Boolean).join("\n\n"),
    exitCode: hasFailed(rows) ? 1 : outcome.exitCode,
  };
}

function endOf({ state, until }: InstructorRow): string {
  if (until !== null) return until;
  if (state === "removed" || state === "failed") return "";
  return state === "admin before" ? "not ours to end" : "unknown";
}
