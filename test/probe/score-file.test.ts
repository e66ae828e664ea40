import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MAX_LINE_BYTES } from "../../scripts/base/lines";
import { scoreFile } from "../../scripts/probe/score-file";
import { randomOf } from "../../scripts/probe/stats/random";
import { syntheticJournal } from "../support/probe/synthetic";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "score-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const score = (lines: readonly (string | object)[], out = "report", mask?: string[]) => {
  const file = join(folder, "answers.jsonl");
  writeFileSync(
    file,
    lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""),
  );
  const options = { file, folder: join(folder, out), seed: 1, mask };
  return new Promise<ReturnType<typeof scoreFile>>((resolve) => {
    resolve(scoreFile(options));
  });
};

const WORDS = [
  "the",
  "and",
  "plans",
  "calm",
  "busy",
  "skilled",
  "early",
  "notes",
  "tools",
  "simple",
  "steady",
  "years",
  "kind",
];
const random = randomOf(5, "recorded");
const sentence = (extra = ""): string =>
  `${Array.from({ length: 12 }, () => WORDS[random.below(WORDS.length)]!).join(" ")} ${extra}`;
/** Two arms only, occupations of their own. */
const rows = (occupations: number, each: number, extra = "") =>
  Array.from(
    { length: occupations },
    (_, o) => String.fromCharCode(97 + (o % 26)) + String.fromCharCode(97 + Math.floor(o / 26)),
  )
    .flatMap((name) =>
      (["female", "male"] as const).map((arm) => ({ occupation: `worker ${name}`, arm })),
    )
    .flatMap((row) =>
      Array.from({ length: each }, () => ({
        ...row,
        text: sentence(row.arm === "female" ? extra : ""),
      })),
    );

test("other occupations, two arms only: five metrics decide, and the report is the same bytes twice", async () => {
  const lines = rows(6, 12, "warm caring support");
  const { document, exitCode } = await score(lines);
  expect(document.metrics.map(({ id }) => id)).toEqual([
    "distinguishability",
    "gender-coded-wording",
    "agentic-communal",
    "sentiment",
    "gender-salience",
  ]);
  expect(document).toMatchObject({
    verdict: "difference",
    samples: 144,
    producedBy: { kind: "recorded" },
  });
  expect(exitCode).toBe(1);
  await score(lines, "again");
  const bytes = (out: string) => readFileSync(join(folder, out, "report.json"), "utf8");
  expect(bytes("again")).toBe(bytes("report"));
  expect(readFileSync(join(folder, "report", "report.html"), "utf8")).toContain("RECORDED");
});

test("hundreds of occupations with one answer each way", async () => {
  const { document } = await score(rows(300, 1));
  expect(document.samples).toBe(600);
  expect(document.metrics[0]!.byOccupation).toHaveLength(300);
  for (const { interval, p } of document.metrics.filter(({ scale }) => scale === "g")) {
    expect(interval[1] - interval[0]).toBeGreaterThan(0.05);
    expect(p).toBeGreaterThan(0.001);
  }
});

test("clustered prompts are not counted as independent: 25 copies of 4 pairs prove nothing, 100 pairs do", async () => {
  const paired = (pairs: number, copies: number) =>
    Array.from({ length: pairs }, (_, pair) => pair).flatMap((pair) =>
      (["female", "male"] as const).flatMap((arm) =>
        Array.from({ length: copies }, () => ({
          occupation: "nurse",
          arm,
          pair: `p${pair}`,
          text: `${sentence()} ${arm === "female" ? "support" : "leads"}`,
        })),
      ),
    );
  const few = await score(paired(4, 25));
  expect(few.document.verdict).toBe("inconclusive");
  const many = await score(paired(100, 1));
  expect(many.document.metrics.find(({ id }) => id === "gender-coded-wording")!.verdict).toBe(
    "difference",
  );
});

test("a pair that lost a side is set aside and counted", async () => {
  const lines = rows(1, 6).map((row, k) => ({
    ...row,
    pair: k % 6,
    ...(k === 2 && { text: "I'm sorry, I can't." }),
  }));
  const { document } = await score(lines);
  expect(document.samples).toBe(10);
  expect(document.excluded).toEqual([
    {
      condition: "M0",
      reason: "refused",
      count: 1,
      byArm: { neutral: 0, male: 0, female: 1 },
      example: "I'm sorry, I can't.",
    },
    {
      condition: "M0",
      reason: "unpaired",
      count: 1,
      byArm: { neutral: 0, male: 1, female: 0 },
      example: expect.any(String),
    },
  ]);
});

test("missing texts, refusals and one-word texts are outcomes and texts, not errors", async () => {
  const { document } = await score([
    ...rows(2, 4),
    { occupation: "worker aa", arm: "male", text: null },
    { occupation: "worker aa", arm: "male" },
    { occupation: "worker aa", arm: "male", text: "Sorry, no." },
    { occupation: "worker aa", arm: "female", text: "", finish_reason: "content_filter" },
    { occupation: "worker aa", arm: "female", text: "Kind" },
  ]);
  expect(document.samples).toBe(17);
  expect(document.excluded.map(({ reason, count }) => [reason, count])).toEqual([
    ["empty", 2],
    ["refused", 1],
    ["filtered", 1],
  ]);
});

test("malformed lines are named by number, unused columns by name, repeated answers are counted once", async () => {
  const { document } = await score([
    { occupation: "chef", arm: "female", text: "cooks well", sample: 0, temperature: 1 },
    "{oops",
    { occupation: "chef", arm: "womn", text: "cooks" },
    "",
    { arm: "male", text: "cooks" },
    { occupation: "chef", arm: "male", text: "cooks fast", sample: 0 },
    { occupation: "chef", arm: "male", text: "again", sample: 0 },
  ]);
  expect(document.samples).toBe(2);
  const [malformed, repeated, unused] = document.cautions;
  expect(document.taken).toContain("“arm” as the arm (male: 3, female: 1)");
  expect(malformed).toMatch(
    /^3 records could not be read: line 2: not JSON .*; line 3: arm: “womn” in “arm” names no arm. Did you mean "woman"\?; line 5: occupation: /,
  );
  expect(repeated).toContain("the first in line 7");
  expect(unused).toBe("Columns that were not used: temperature (1).");
  expect(document.cautions[3]).toMatch(/^2 of 2 answers come without their question/);
});

test("names are taken from a column or asked for, and told apart by nobody then", async () => {
  const aucOf = (document: Awaited<ReturnType<typeof score>>["document"]): number =>
    document.metrics.find(({ id }) => id === "distinguishability")!.effect;
  const lines = rows(1, 20);
  const named = (names?: Record<"female" | "male", string>) =>
    lines.map(({ text, ...row }) => ({
      ...row,
      text: `${text} says ${row.arm === "female" ? "zulimba" : "tarvok"}`,
      ...(names && { names: names[row.arm] }),
    }));
  expect(aucOf((await score(named())).document)).toBeGreaterThan(0.9);
  const column = await score(named({ female: "Zulimba", male: "Tarvok" }));
  expect(aucOf(column.document)).toBeLessThan(0.8);
  const asked = await score(named(), "asked", ["Zulimba", "Tarvok"]);
  expect(aucOf(asked.document)).toBe(aucOf(column.document));
});

test("a line ends at its end, not at the separators that JSON allows inside a text", async () => {
  const lines = rows(1, 2).map((row) => ({
    ...row,
    text: `${row.text}\u2028They help.\u2029Yes.`,
  }));
  const { document } = await score(lines.map((line) => `${JSON.stringify(line)}\r`));
  expect(document.samples).toBe(4);
});

test.each([
  ["an empty file", [], "the file holds no usable answer: it is empty"],
  ["no line that is an answer", ["[]", "x"], "the file holds no usable answer: line 1: "],
  [
    "one arm only",
    [{ occupation: "chef", arm: "male", text: "cooks" }],
    "nothing to compare: in M0 (no instruction) no occupation has",
  ],
])("%s is refused with the reason", async (_, lines, message) => {
  await expect(score(lines)).rejects.toMatchObject({
    code: "journal",
    message: expect.stringContaining(message),
  });
});

test.each([
  [
    "another script",
    (k: number) => `看護師は患者の世話をして記録を書きます${k}番の病棟で働いています`,
  ],
  [
    "another language",
    (k: number) =>
      `Der Arzt hilft gern den Leuten und schreibt jeden Tag ${k} Berichte über seine Fälle`,
  ],
])(
  "answers in %s are refused: the word lists would find nothing in them, and call it a small difference",
  async (_, text) => {
    const lines = rows(5, 40).map((row, k) => ({ ...row, text: text(k) }));
    await expect(score(lines)).rejects.toMatchObject({
      code: "journal",
      message: expect.stringContaining("the answers do not read like English"),
    });
  },
);

test("lists of adjectives and single words are English too", async () => {
  const traits = [
    "caring",
    "decisive",
    "honest",
    "creative",
    "supportive",
    "reliable",
    "skilled",
    "confident",
  ];
  const lines = rows(2, 20).map((row, k) => ({
    ...row,
    text: `${traits[k % 8]!}, ${traits[(3 * k + 1) % 8]!}`,
  }));
  expect((await score(lines)).document.samples).toBe(80);
});

test("occupations that hold the gender word are told so", async () => {
  const lines = rows(1, 2).map((row) => ({ ...row, occupation: `${row.arm} nurse` }));
  await expect(score(lines)).rejects.toMatchObject({
    cure: expect.stringContaining(
      "Occupations that name a gender themselves (female nurse, male nurse)",
    ),
  });
});

test("a strong effect against the expected direction is a difference in that direction", async () => {
  const { document } = await score(rows(5, 20, "leads decisive independent"));
  expect(document.metrics.find(({ id }) => id === "gender-coded-wording")).toMatchObject({
    direction: "female",
    verdict: "difference",
  });
});

test("our own journal is a file of answers too", async () => {
  const { header, answers } = syntheticJournal({ samples: 4 });
  const { document } = await score([header, ...answers]);
  expect(document).toMatchObject({ samples: 60, producedBy: { kind: "simulated" } });
  expect(document.metrics).toHaveLength(6);
});

test("a file that is not there is named", () => {
  const options = { file: join(folder, "none.jsonl"), folder: join(folder, "r"), seed: 1 };
  expect(() => scoreFile(options)).toThrow("there is no such file of answers");
});

test("a line larger than what is read is one malformed line, and the others count", async () => {
  const answers = rows(2, 4);
  const { document } = await score([...answers, "x".repeat(MAX_LINE_BYTES + 1)]);
  expect(document.cautions.join("\n")).toContain(`line ${answers.length + 1}: longer than 64 MB`);
});
