/** One part of a report: what it is called, what it holds, and its masked value. */
export interface Part {
  title: string;
  holds: string;
  value: unknown;
}

/** What a report never holds. */
export const LEFT_OUT = [
  "the world of the local cloud",
  "states themselves",
  "questions, answers and reports",
  "rosters",
  "values of variables",
];

/** The page: Markdown that a form for issues takes, with one fenced block a part. */
export function reportPage(parts: readonly Part[], masked: number): string {
  return [
    "# A report on rai-lab",
    "",
    "Written by `lab bug` on one machine and sent nowhere. Names and secrets are masked: the same label is the same name.",
    "What the masking does not know stays, such as the name of a person in a message: please read it before you send it.",
    "",
    "What you did, what you expected, and what came instead:",
    "",
    ...parts.map(({ title, holds }) => `- **${title}**: ${holds}`),
    `- Left out: ${LEFT_OUT.join("; ")}.`,
    `- Masked: ${masked} places.`,
    ...parts.flatMap(({ title, value }) => ["", `## ${title}`, "", ...fenced(value)]),
    "",
  ].join("\n");
}

/** A fence that is longer than any in the text: a message cannot end its block. */
function fenced(value: unknown): string[] {
  const text = JSON.stringify(value, null, 2);
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}json`, text, fence];
}
