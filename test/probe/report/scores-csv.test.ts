import { parse } from "csv-parse/sync";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scoreFile } from "../../../scripts/probe/score-file";
import { recordedFiles } from "../../support/probe/recorded-files";

const { write, pathOf } = recordedFiles();

function scored(texts: readonly string[], more: object = {}): Record<string, string>[] {
  const rows = texts.flatMap((text, k) =>
    ["female", "male"].map((arm) => ({ occupation: "=cmd()", arm, text, level: k - 3, ...more })),
  );
  const scores = pathOf("scores.csv");
  const choices = { outcome: "level" };
  scoreFile({ file: write("rows.json", rows), folder: pathOf("report"), seed: 1, scores, choices });
  return parse(readFileSync(scores), { bom: true, columns: true });
}

test("every answer has its scores, whether it counts, and its own columns", () => {
  const rows = scored([
    "She leads the team and is a caring, happy nurse.",
    "I'm sorry, I can't.",
    "They plan and support the work.",
  ]);
  expect(
    rows.map(({ answer, arm, outcome, counts, level }) => [answer, arm, outcome, counts, level]),
  ).toEqual([
    ["record 1", "female", "answered", "yes", "-3"],
    ["record 2", "male", "answered", "yes", "-3"],
    ["record 3", "female", "refused", "no", "-2"],
    ["record 4", "male", "refused", "no", "-2"],
    ["record 5", "female", "answered", "yes", "-1"],
    ["record 6", "male", "answered", "yes", "-1"],
  ]);
  expect(Number(rows[0]!["sentiment"])).toBeGreaterThan(0);
  expect(rows[0]).toMatchObject({ pronouns: "female", "talks about gender": "0" });
  expect(rows[2]!["sentiment"]).toBe("");
  expect(rows[0]!["occupation"]).toBe("'=cmd()");
});
