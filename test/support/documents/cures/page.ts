import { groupBy } from "../../../../scripts/base/group-by";
import { CURES, CURES_BY_MESSAGE } from "../../../../scripts/commands/stack/cures";
import type { Row } from "./rows";
import { VALUE } from "./texts";

const HEAD = `# Troubleshooting, by the text that you see

Search this page for the words of your message; ${VALUE} stands for what differs from case to case: a name, a number, an answer of a service.
\`npm run guides\` writes it from the product's sources, so it holds every cure that a message of the product has. A message about a setting of yours
says itself which values are accepted. With \`--debug\` a command shows where an error comes from.

| exit code | means |
| --- | --- |
| 0 | the command did what it says; of \`probe\` and \`score\`: within margin |
| 1 | it began, and something failed, was refused or is left; of \`probe\` and \`score\`: difference |
| 2 | it could not run or could not look, and the message says why |
| 3 | of \`probe\` and \`score\`: inconclusive |
| 130 | interrupted with Ctrl-C; the same command continues where it stopped |

The [README](../README.md#commands) has the codes of each command.
`;

/** The sections of the page: a title, and the sources whose messages it has. The first that fits counts. */
const SECTIONS: readonly [title: string, sources: RegExp][] = [
  ["What lab doctor finds", /^scripts\/doctor\//],
  ["The policy pack, by the name of the rule", /^infra\/policy\//],
  ["Lists of people", /^scripts\/class\/roster\//],
  ["A class", /^scripts\/(class|commands\/class)\//],
  ["Probe, score and answers", /^scripts\/(probe|commands\/(probe|score))/],
  [
    "Notebook, models and programs of this machine",
    /^scripts\/cloud\/(toolchain|openai|databricks)/,
  ],
  ["The local cloud", /^scripts\/(cloud|providers)\//],
  ["Command lines and files", /^scripts\/(lib\/shell|base|lib\/stack)\//],
  ["Stacks, their state, and Azure", /./],
];

/** Texts of which nothing is in the source: others' errors that are passed on. */
export const isPassedOn = ({ message }: Row): boolean => !hasWords(message);

const hasWords = (text: string): boolean => /\p{L}{2}/u.test(text.replace(/^…\n {2}try:/, ""));

/** Whether a row has a cure of its own, under words or a code that a reader can search for. */
const saysCure = (row: Row): boolean =>
  isPassedOn(row) ? hasWords(row.cure) && row.code !== VALUE : row.cure !== "";

/** The document of all rows. */
export function troubleshootingPage(rows: readonly Row[]): string {
  const left = new Set(rows.filter(saysCure));
  const sections = SECTIONS.map(([title, sources]) => {
    const own = [...left].filter(({ source }) => sources.test(source));
    own.forEach((row) => left.delete(row));
    return section(title, own.map(isPolicy(title) ? byName : byMessage));
  });
  const azure = [
    ...Object.entries(CURES),
    ...CURES_BY_MESSAGE.map(
      ([{ source }, cure]) => [source.replaceAll("|", " or "), cure] as const,
    ),
  ];
  return [HEAD, ...sections, section("Refusals of Azure and Databricks, by code", azure)].join(
    "\n",
  );
}

const isPolicy = (title: string): boolean => title.startsWith("The policy pack");

const byMessage = (row: Row): readonly [string, string] =>
  isPassedOn(row) ? [`${VALUE} [${row.code}]`, row.cure] : [row.message, row.cure];
const byName = ({ code, message, cure }: Row) => [`${code}: ${message}`, cure] as const;

function section(title: string, entries: readonly (readonly [string, string])[]): string {
  const cures = new Map<string, Set<string>>();
  for (const [message, cure] of entries) {
    const seen = plain(message);
    cures.set(seen, (cures.get(seen) ?? new Set()).add(plain(cure)));
  }
  const byCure = groupBy(cures, ([, found]) => curesText(found));
  const rows = [...byCure]
    .map(([cure, own]) => [own.map(([message]) => message).sort(byWords), cure] as const)
    .sort(([[a = ""]], [[b = ""]]) => byWords(a, b))
    .map(([messages, cure]) => `| ${messages.map(cell).join("<br>")} | ${cell(cure)} |`);
  return [`## ${title}`, "| you see | try |", "| --- | --- |", ...rows, ""].join("\n");
}

/** What is written with the message alone says more than nothing. */
function curesText(found: ReadonlySet<string>): string {
  const known = [...found].filter((cure) => cure !== VALUE).sort(compare);
  return known.length === 0 ? "what the message says after “try:”" : known.join("; or: ");
}

/** One text for all that differ in what a reader does not search for. */
const plain = (text: string): string =>
  text
    .replace(/ Did you mean "…"\?/g, "")
    .replace(/ --local\b/g, "")
    .replace(/ and (…|\d+) more\b/g, "")
    .replace(/\s+/g, " ")
    .replace(/(… ?){2,}/g, (run) => `${VALUE}${run.endsWith(" ") ? " " : ""}`)
    .trim();

const byWords = (a: string, b: string): number => compare(sortKey(a), sortKey(b));
const sortKey = (text: string): string => text.replace(/^[^\p{L}]+/u, "").toLowerCase();
const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** In a cell of Markdown; a code span shows its text as it is. */
const cell = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith("`") ? part : part.replace(/[*<>\\]/g, "\\$&")))
    .join("")
    .replaceAll("|", "\\|");
