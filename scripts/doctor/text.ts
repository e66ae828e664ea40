import type { DoctorReport, Status, Verdict } from "./finding";

const MARKS: Record<Status, string> = { ok: "✔", warning: "!", refused: "✖", unknown: "?" };
/** The last line of a report. */
export const VERDICTS: Record<Verdict, string> = {
  clear: "found nothing that Azure would refuse",
  refused: "refused: this configuration cannot be deployed as it is",
  unknown: "unknown: some checks got no answer",
};

/** Formats a report: a line per rule, the cure under each problem, the verdict last. */
export function doctorText({ findings, verdict }: DoctorReport): string {
  const width = Math.max(...findings.map(({ rule }) => rule.length));
  const lines = findings.flatMap(({ rule, status, message, cure }) => {
    const line = `${MARKS[status]} ${rule.padEnd(width)}  ${message}`;
    return cure === "" ? [line] : [line, `  ${" ".repeat(width)}  try: ${cure}`];
  });
  return [...lines, "", VERDICTS[verdict]].join("\n");
}
