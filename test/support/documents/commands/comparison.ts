/**
 * Outputs of a document beside outputs of a run. What differs from one run to the next by nature is
 * compared by its kind alone, and so is the space that it leaves to the next column.
 */

/** What varies: each pattern with what stands for it. */
const VARYING: readonly [RegExp, string][] = [
  [/\b\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d)?)?( ?(UTC|Z|[+-]\d\d:\d\d))?/g, "<time>"],
  [/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "<id>"],
  [/\b\d{4}-\d{6}-[0-9a-z]{8}\b/g, "<id>"],
  [/(?<=-)[0-9a-f]{6}\b/g, "<id>"],
  [/\b\d{12,}\b/g, "<id>"],
  [/127\.0\.0\.1:\d+/g, "127.0.0.1:<port>"],
  [/(USD |\$)\d[\d,]*\.\d\d\b|\b\d[\d,]*\.\d\d USD/g, "<price>"],
  [/\b(\d+ min )?\d+(\.\d+)? s\b|\b\d+ min\b/g, "<duration>"],
  // The local cloud's clock jumps ahead: late in the evening into the next day.
  [/\bin \d+ days\b/g, "in <days>"],
  [/(?<=^billed by Azure +).*/, "<what that day has>"],
  [/\bpid \d+|process \d+/g, "<process>"],
  [/ {2,}/g, "  "],
  [/─+/g, "─"],
];

/** A line of output without what varies. */
export const comparable = (line: string): string =>
  VARYING.reduce((text, [what, kind]) => text.replace(what, kind), line).trimEnd();

/** The lines of an output, without empty lines around it. */
export function shownLines(output: string): string[] {
  const trimmed = output.split("\n").map((line) => line.trimEnd());
  return trimmed
    .join("\n")
    .replace(/^\n+|\n+$/g, "")
    .split("\n");
}

/** A line of a document that stands for lines which the document leaves out. */
const LEFT_OUT = "…";

/** The part of an output that a document shows, in the shape of what it shows now. */
export function excerptOf(shown: readonly string[], documented: readonly string[]): string[] {
  const written = shownLines(documented.join("\n"));
  const gap = written.indexOf(LEFT_OUT);
  if (gap < 0) return [...shown];
  const tail = written.length - gap - 1;
  return [...shown.slice(0, gap), LEFT_OUT, ...shown.slice(tail === 0 ? shown.length : -tail)];
}
