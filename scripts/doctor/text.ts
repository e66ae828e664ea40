import type { DoctorReport, Finding, Status, Verdict } from "./finding";
import { RULES } from "./rule-ids";

const MARKS: Record<Status, string> = { ok: "✔", warning: "!", refused: "✖", unknown: "?" };
/** The last line of a report. */
export const VERDICTS: Record<Verdict, string> = {
  clear: "found nothing that Azure would refuse",
  refused: "refused: this configuration cannot be deployed as it is",
  unknown: "unknown: some checks got no answer",
};

/**
 * Formats a report: a line per rule, the cure under each problem, the verdict last.
 * @param notes blocks of lines before the verdict
 */
export function doctorText(
  { findings, verdict }: DoctorReport,
  notes: readonly string[] = [],
): string {
  const width = Math.max(...findings.map(({ rule }) => rule.length));
  const lines = findings.flatMap((finding) => {
    const line = findingLine(finding, width);
    const { cure } = finding;
    return cure === "" ? [line] : [line, `  ${" ".repeat(width)}  try: ${cure}`];
  });
  const blocks = [lines, ...notes.map((note) => [note]), [VERDICTS[verdict]]];
  return blocks.map((block) => block.join("\n")).join("\n\n");
}

/** One finding with its cure, for an error that quotes it alone. */
export const findingText = ({ rule, message, cure }: Finding): string =>
  cure === "" ? `${rule}: ${message}` : `${rule}: ${message}\n  ${cure}`;

/** One finding without its cure. @param width columns of the rule's name */
export const findingLine = (
  { rule, status, message }: Pick<Finding, "rule" | "status" | "message">,
  width: number,
): string => `${MARKS[status]} ${rule.padEnd(width)}  ${message}`;

/** All rules with their questions, a line each. */
export function rulesText(): string {
  const width = Math.max(...Object.keys(RULES).map((rule) => rule.length));
  return Object.entries(RULES)
    .map(([rule, question]) => `${rule.padEnd(width)}  ${question}`)
    .join("\n");
}
