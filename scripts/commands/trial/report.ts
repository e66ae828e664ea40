import { fields } from "../../lib/shell/table";
import type { Difference, JudgedRow, ParityReport } from "../../trial";
import type { Spending } from "./spending";

/** The document of `lab trial`. */
export type TrialDocument = {
  schema: "rai-lab/trial/1";
  stack: string;
  /** The commands that ran, in their order. */
  steps: { name: string; exitCode: number | null; seconds: number }[];
  /** What stopped the trial, or came while it was leaving. */
  surprises: string[];
  /** Answers that are not as the local cloud gives them; keys besides are no surprise. */
  differences: Difference[];
  parity: ParityReport;
  /** Requests in the transcript. */
  requests: number;
  spending: Spending;
  files: { transcript: string; report: string };
};

const rowText = ({ section, behaviour, mark, evidence }: JudgedRow): string[] => [
  `- ${behaviour} (${section}; mark: ${mark})`,
  ...evidence.map((text) => `  - \`${text}\``),
];

const listed = (title: string, lines: readonly string[]): string[] => [
  "",
  `## ${title}`,
  "",
  ...(lines.length === 0 ? ["None."] : lines),
];

/** The page of a trial: what a maintainer changes PARITY.md by. */
export function trialPage(document: TrialDocument): string {
  const { steps, surprises, differences, parity, requests, spending } = document;
  return [
    "# A trial of rai-lab",
    "",
    `${requests} requests, of which the transcript has method, shape of the path, status, headers and keys: no value, name or id.`,
    `At most ${spending.perHour.toFixed(2)} USD an hour at list prices, within a cap of ${spending.cap} USD.`,
    ...listed(
      "Commands",
      steps.map(
        ({ name, exitCode, seconds }) => `- ${name}: exit code ${exitCode ?? "none"}, ${seconds} s`,
      ),
    ),
    ...listed(
      "Surprises",
      surprises.map((text) => `- ${text}`),
    ),
    ...listed(
      "Answers that the local cloud gives otherwise",
      differences.map(({ request, what }) => `- \`${request}\`: ${what}`),
    ),
    ...listed("Marks of PARITY.md that it refutes", parity.refuted.flatMap(rowText)),
    ...listed(
      "Marks that it confirms, as far as statuses, headers and keys say it",
      parity.confirmed.flatMap(rowText),
    ),
    ...listed(
      "Marks that it does not touch",
      parity.untouched.map(({ section, behaviour }) => `- ${behaviour} (${section})`),
    ),
    "",
  ].join("\n");
}

/** The same for a terminal. */
export function trialText(document: TrialDocument, width: number): string {
  const { surprises, differences, parity, requests, files } = document;
  const { confirmed, refuted, untouched } = parity;
  return [
    ...surprises.map((text) => `surprise: ${text}`),
    ...refuted.map(
      ({ behaviour, evidence }) => `refuted: ${behaviour}\n  ${evidence.join("\n  ")}`,
    ),
    fields(
      [
        ["requests", String(requests)],
        ["answers that differ", String(differences.length)],
        [
          "marks of PARITY.md",
          `${confirmed.length} confirmed, ${refuted.length} refuted, ${untouched.length} not touched`,
        ],
        ["transcript", files.transcript],
        ["report", files.report],
      ],
      width,
    ),
  ].join("\n");
}
