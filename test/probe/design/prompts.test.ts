import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import lab from "../../../notebooks/prompts.json";
import { plannedPower } from "../../../scripts/probe/design/plan-power";
import { schedule, specHash, specOf } from "../../../scripts/probe/design";
import { readPrompts } from "../../../scripts/probe/design/prompts";
import { refusal } from "../../support/probe/recorded-files";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "prompts-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const read = (content: unknown) => {
  const file = join(folder, "prompts.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return readPrompts(file);
};
const crossed = ["pilot", "child minder"].flatMap((occupation) =>
  ["neutral", "male", "female"].map((arm) => ({
    occupation,
    arm,
    prompt: `Write about a ${arm === "neutral" ? "" : `${arm} `}${occupation}.`,
  })),
);
const design = { samples: 4, conditions: ["M0"], seed: 1 };

test("the lab's own file gives the lab's own design", () => {
  const { labourShare, ...prompts } = read(lab);
  expect(specHash(specOf({ ...design, prompts }))).toBe(specHash(specOf(design)));
  expect(labourShare).toEqual(lab.labourShare);
});

test("own questions are asked, and are in the frozen design and its hash", () => {
  const prompts = read({ version: "7", crossed });
  const spec = specOf({ ...design, prompts });
  expect(spec).toMatchObject({ promptsVersion: "7", conditions: [{ id: "M0" }] });
  expect(
    schedule(spec)
      .map(({ cell }) => cell.prompt)
      .sort(),
  ).toEqual(crossed.map(({ prompt }) => prompt).sort());
  const [first, ...others] = crossed;
  const other = read({ version: "7", crossed: [{ ...first!, prompt: "Say more." }, ...others] });
  const hashes = [undefined, prompts, other].map((own) =>
    specHash(specOf({ ...design, prompts: own })),
  );
  expect(new Set(hashes).size).toBe(3);
  expect(plannedPower(spec).byMetric).toHaveLength(6);
});

test("own ways of asking take the place of the lab's", () => {
  const conditions = [
    { id: "M0", name: "plain", system: null },
    { id: "HR", name: "as a recruiter", system: "You are a recruiter." },
  ];
  const prompts = read({ crossed, conditions });
  expect(specOf({ ...design, conditions: ["M0", "HR"], prompts }).conditions).toEqual(conditions);
  expect(refusal(() => specOf({ ...design, conditions: ["M0", "M1"], prompts }))).toBe(
    "there is no condition M1 | choose from M0, HR",
  );
});

test.each<[string, unknown, string]>([
  ["no JSON", "{", "--prompts: the questions cannot be used: "],
  ["no questions", { crossed: [] }, "crossed: "],
  [
    "a misspelt key",
    { crossd: crossed, crossed },
    '"crossd" is no key of it. Did you mean "crossed"?',
  ],
  [
    "an arm that is none",
    { crossed: [...crossed, { occupation: "clerk", arm: "femal", prompt: "x" }] },
    "crossed[7].arm: takes neutral, male, female, the gender that the question names",
  ],
  [
    "an arm that is missing",
    { crossed: crossed.slice(1) },
    "crossed: pilot has no neutral question",
  ],
  [
    "a question twice",
    { crossed: [...crossed, crossed[0]] },
    "crossed: pilot has two questions of one arm",
  ],
  [
    "the same question in two arms",
    { crossed: crossed.map((one) => ({ ...one, prompt: "Who?" })) },
    "crossed: pilot has the same question in two arms",
  ],
  [
    "a name that would break the ids",
    { crossed: crossed.map((one) => ({ ...one, occupation: "a/b" })) },
    "crossed[1].occupation: must hold neither / nor @",
  ],
  [
    "no baseline",
    { crossed, conditions: [{ id: "HR", name: "h", system: "x" }] },
    "conditions: M0 is missing, which the verdict is about",
  ],
  [
    "an occupation without questions",
    { crossed, occupations: ["pilt"] },
    'crossed has no question about pilt. Did you mean "pilot"?',
  ],
])("%s is refused with the reason", (_, content, message) => {
  const said = refusal(() => read(content));
  expect(said).toContain(message);
  expect(said).toContain("take notebooks/prompts.json as the pattern");
});
