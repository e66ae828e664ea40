import { expect, it } from "vitest";
import {
  HELPERS,
  MEASURES,
  NOTEBOOK,
  PROMPTS,
  rowsOf,
  runNotebook,
  summaryOf,
  withCells,
} from "../support/notebook";
import { pythonFor } from "../support/python";
import { seconds } from "../support/time-limits";

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

/** The names that a module of Python offers. */
const namesIn = (source: string): string[] =>
  /__all__ = \[([^\]]*)\]/.exec(source)![1]!.match(/\w+/g)!;

const CELLS = NOTEBOOK.split(/^# COMMAND -+$/m).map((cell) => cell.trim());

it("is a notebook in source format that installs nothing and touches no driver-only Spark", () => {
  expect(NOTEBOOK.startsWith("# Databricks notebook source\n")).toBe(true);
  for (const text of [NOTEBOOK, HELPERS])
    expect(text).not.toMatch(/MAGIC %pip|sparkContext|\bsc\.|dbfs:|os\.environ\[/);
  for (const cell of CELLS.filter((text) => !text.includes("# MAGIC")))
    expect(cell).toMatch(/^# DBTITLE 1,/);
});

it("fits a lesson: few short cells, 45 minutes, three exercises, the course's own questions and call", () => {
  expect(CELLS.length).toBeLessThanOrEqual(25);
  for (const cell of CELLS) expect(cell.split("\n").length, cell).toBeLessThanOrEqual(30);
  const minutes = [...NOTEBOOK.matchAll(/^# MAGIC \| \d \|.*\| (\d+) \|$/gm)].map((row) =>
    Number(row[1]),
  );
  expect(sum(minutes)).toBe(45);
  expect(NOTEBOOK.match(/✏️ Exercise \d/g)).toEqual([1, 2, 3].map((k) => `✏️ Exercise ${k}`));
  for (const list of ["neutral_input", "loaded_input"]) {
    const [, questions] = new RegExp(`^${list} = \\[([^\\]]*)\\]`, "m").exec(NOTEBOOK)!;
    expect(JSON.parse(`[${questions!.replace(/,\s*$/, "")}]`)).toEqual(
      PROMPTS.seed.filter((item) => item.list === list).map(({ prompt }) => prompt),
    );
  }
  // The loop comes before any measure.
  expect(NOTEBOOK.indexOf("for row in neutral_input")).toBeLessThan(
    NOTEBOOK.search(/lab_measures\.(?!py)/),
  );
  // The machinery's own words stay in the machinery.
  const prose = CELLS.filter((cell) => cell.includes("# MAGIC %md")).join("\n");
  expect(prose).not.toMatch(/\b(gate|M[0-5]|refits?|Holm|bootstrap|permutation)\b/i);
});

it("keeps the names that copies of older notebooks call", () => {
  // A copy is the student's and stays; these files are renewed by every `up`. Add names here, take none away.
  expect(namesIn(HELPERS)).toEqual(["connect"]);
  expect(namesIn(MEASURES)).toEqual([
    "Measured",
    "changes",
    "costs",
    "default_gender",
    "picture_of_changes",
    "picture_of_professions",
    "rates",
    "table",
    "word_rates",
  ]);
  const methods = [...HELPERS.matchAll(/^ {4}def ([a-z]\w*)\(self/gm)].map(([, name]) => name);
  expect(methods).toEqual([
    "send",
    "condition_of",
    "lab_instruction",
    "answers_to",
    "note",
    "summary",
  ]);
});

it(
  "a student's copy, one folder below, takes own questions and an own instruction, and keeps its own file",
  { timeout: seconds(60) },
  async (test) => {
    await pythonFor("notebook", test);
    const crossed = ["pilot", "clerk"].flatMap((occupation) =>
      ["male", "female"].map((arm) => ({
        occupation,
        arm,
        prompt: `Describe a ${arm} ${occupation}.`,
      })),
    );
    const source = withCells(
      "What the instruction changed, and what it cost",
      "print(open(lab.path).read())",
    ).replace(
      "instruction = lab.lab_instruction",
      'instruction = "Describe the work, not the person."',
    );
    const ran = await runNotebook({
      source: "# Databricks notebook source\nprint('the original')",
      files: [
        { path: "work/mine.json", content: Buffer.from(JSON.stringify({ crossed })) },
        { path: "work/responsible-ai.py", content: Buffer.from(source) },
      ],
      parameters: { prompts: "mine.json", samples: "6" },
      request: { entry: "work/responsible-ai.py" },
    });
    expect(ran.result.error, ran.result.errorTrace).toBeUndefined();
    const own = ran.asked.filter(
      ({ body }) => body.messages[0]?.content === "Describe the work, not the person.",
    );
    expect(new Set(own.map(({ body }) => body.messages.at(-1)!.content))).toEqual(
      new Set(crossed.map(({ prompt }) => prompt)),
    );
    const rows = rowsOf(ran.result.html);
    expect(rows).toHaveLength(2 * 4 * 6);
    expect(Object.keys(summaryOf(ran).metrics)).toEqual([
      "M0",
      expect.stringMatching(/^own-[0-9a-f]{8}$/),
    ]);
    expect(summaryOf(ran).saved).toMatch(/\/work\/answers-/);
  },
);

it("a file of questions that asks of nobody is named", { timeout: seconds(60) }, async (test) => {
  await pythonFor("notebook", test);
  const crossed = [
    { occupation: "pilot", arm: "woman", prompt: "Describe a woman who is a pilot." },
  ];
  const files = [{ path: "mine.json", content: Buffer.from(JSON.stringify({ crossed })) }];
  const { result } = await runNotebook({ files, parameters: { prompts: "mine.json" } });
  expect(result.error).toBe(
    "RuntimeError: mine.json: question 1 of `crossed` needs occupation, prompt, and an arm of neutral, male, female.",
  );
});
