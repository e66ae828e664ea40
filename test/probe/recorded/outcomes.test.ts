import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scoreFile } from "../../../scripts/probe/score-file";
import { journalOfRecorded } from "../../../scripts/probe/recorded/journal";
import { randomOf } from "../../../scripts/probe/stats/random";
import { recordedFiles, refusal } from "../../support/probe/recorded-files";

const { write, read, pathOf } = recordedFiles();

/** Answers without a text: hired and a rating, `shift` lower for women. */
function table(each: number, shift: number, lost = 0): string {
  const random = randomOf(4, "own columns");
  const draw = (): number => random.below(1_000_000) / 1_000_000;
  const lines = ["nurse", "chef", "pilot"].flatMap((job) =>
    ["F", "M"].flatMap((gender) =>
      Array.from({ length: each }, () => {
        const less = gender === "F" ? shift : 0;
        const hired = draw() < 0.6 - less ? "yes" : "no";
        const rating = (3 + draw() + draw() - 2 * less).toFixed(2).replace(".", ",");
        return [gender, job, gender === "F" && draw() < lost ? "" : hired, rating].join(";");
      }),
    ),
  );
  return ["gender;job;hired;rating", ...lines].join("\n");
}
const score = (content: string, outcome = "hired,rating") => {
  const folder = pathOf("report");
  const { document } = scoreFile({
    file: write("table.csv", content),
    folder,
    seed: 1,
    choices: { outcome },
  });
  return { document, page: () => readFileSync(`${folder}/report.html`, "utf8") };
};

test("own columns: a planted effect is found, in its direction and size", () => {
  const { document, page } = score(table(60, 0.3));
  expect(document).toMatchObject({
    verdict: "difference",
    samples: 360,
    metrics: [
      { id: "outcome:hired", scale: "risk difference", margin: 0.15, verdict: "difference" },
      { id: "outcome:rating", scale: "g", margin: 0.4, verdict: "difference" },
    ],
    notAsked: expect.arrayContaining([expect.objectContaining({ id: "sentiment" })]),
  });
  expect(Math.abs(document.metrics[0]!.effect + 0.3)).toBeLessThan(0.1);
  expect(document.sentence).toBe(
    "The answers about women and about men differ: women are given “hired” = yes less often and given a lower “rating”.",
  );
  expect(page()).toContain("women are given");
});

test("own columns: no effect is within the margins with enough answers, not when values are lost in one arm", () => {
  expect(score(table(200, 0)).document.verdict).toBe("within margin");
  const { document } = score(table(200, 0, 0.3));
  expect(document.verdict).toBe("inconclusive");
  expect(document.obstacles[0]).toMatchObject({ kind: "missing", keepsFrom: "within margin" });
  expect(document.sentence).toMatch(/“hired” is missing in answers, not equally many of both: \d+/);
});

test("own columns beside texts, and the frozen design that has them", () => {
  const rows = [0, 1].flatMap((k) =>
    ["female", "male"].map((arm) => ({
      arm,
      occupation: "nurse",
      text: `Text ${k}`,
      agree: k === 0,
      level: k,
    })),
  );
  const plain = read("rows.json", rows);
  expect(plain.possible).toEqual(["agree", "level"]);
  const own = read("rows.json", rows, { outcome: "agree" });
  expect(own.rows.map(({ outcomes }) => outcomes)).toEqual([
    { agree: 1 },
    { agree: 1 },
    { agree: 0 },
    { agree: 0 },
  ]);
  const specOf = (recorded: typeof own) => journalOfRecorded(recorded, "rows.json", 1).header;
  expect(specOf(own).spec.gate.at(-1)).toBe("outcome:agree");
  expect(specOf(own).spec.outcomes).toEqual([{ column: "agree", counted: "true" }]);
  expect(specOf(own).hash).not.toBe(specOf(plain).hash);
});

test.each([
  [
    "decision",
    "hire",
    '--outcome: “decision” is neither a number nor yes or no: invite, drop | say which value counts: --outcome "decision:invite"',
  ],
  [
    "decision:invit",
    "x",
    '--outcome: “decision” has no value "invit" | its values are invite, drop',
  ],
  [
    "decsion",
    "x",
    '--outcome: there is no column "decsion". Did you mean "decision"? | the columns are gender, decision',
  ],
])("--outcome %s is refused with the nearest right one", (outcome, _, message) => {
  const csv = "gender,decision\nF,invite\nM,drop\n";
  expect(refusal(() => read("a.csv", csv, { outcome }))).toBe(message);
});

test("a value that counts can be named; a file without texts says which columns could be compared", () => {
  const csv = "gender,decision,points\nF,invite,1.5\nM,drop,2\n";
  expect(
    read("a.csv", csv, { outcome: "decision:Invite" }).rows.map(({ outcomes }) => outcomes),
  ).toEqual([{ decision: 1 }, { decision: 0 }]);
  expect(refusal(() => read("a.csv", csv))).toContain('or compare a value: --outcome "points"');
});

test("questions without a gender alone give the default gender instead of an error", () => {
  const words = [
    "ward",
    "team",
    "night",
    "school",
    "garden",
    "office",
    "lab",
    "ship",
    "farm",
    "bank",
  ];
  const pick = (k: number): string =>
    `${words[k % 10]!} ${words[(3 * k + 1) % 10]!} ${words[(7 * k + 2) % 10]!}`;
  const lines = words.flatMap((_, k) => [
    `Describe a nurse.;"In the ${pick(k)} she works hard, and she likes ${pick(k + 5)}."`,
    `Describe a chef.;"In the ${pick(k)} he works hard, and he likes ${pick(k + 5)}."`,
  ]);
  const file = write("neutral.csv", ["prompt;answer", ...lines].join("\n"));
  const { document, exitCode } = scoreFile({ file, folder: pathOf("report"), seed: 1 });
  expect(exitCode).toBe(3);
  expect(document.metrics).toEqual([]);
  expect(document.defaultGender).toMatchObject([
    { occupation: "Describe chef", femaleShare: 0 },
    { occupation: "Describe nurse", femaleShare: 1 },
  ]);
  expect(document.sentence).toBe(
    "No question names a gender, so women and men are not compared. Left to themselves, the answers that choose a gender speak mostly of one: about Describe chef of men and Describe nurse of women.",
  );
});
