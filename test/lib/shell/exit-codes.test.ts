import { expect, test } from "vitest";
import { LabError, type ErrorCode } from "../../../infra/errors";
import { EXIT_CODES, exitCodeOf, type CommandName } from "../../../scripts/lib/shell/exit-codes";

const names = Object.keys(EXIT_CODES) as CommandName[];
const ofError = (code: ErrorCode, name: CommandName): number =>
  exitCodeOf(new LabError(code, "x"), name);

test("an error is never an answer: 1 is for work that began and failed, where 1 says that", () => {
  for (const name of names) {
    expect(exitCodeOf(new TypeError("x"), name)).toBe(2);
    expect(ofError("interrupted", name)).toBe(130);
    for (const code of ["usage", "config", "model", "missing-tool", "sign-in", "cloud"] as const)
      expect(ofError(code, name)).toBe(2);
  }
  const answers = names.filter((name) => ofError("deployment", name) !== 1);
  expect(answers).toEqual([
    "cloud status",
    "doctor",
    "watch",
    "trial",
    "probe",
    "score",
    "proof",
    "class plan",
    "class report",
  ]);
});
