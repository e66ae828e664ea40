import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { execute, explain } from "../../../scripts/lib/shell/shell";
import { labCommand } from "../../../scripts/lib/shell/command";
import { recordingConsole } from "../../support/console";

const greet = labCommand({
  name: "greet",
  description: "greets",
  args: {
    who: { type: "positional", required: true, description: "whom" },
    "out-loud": { type: "boolean", description: "shout" },
    tone: { type: "enum", options: ["warm", "cold"], description: "how" },
  },
  run: (args) =>
    Promise.resolve({
      document: { schema: "rai-lab/greet/1", who: args.who, loud: args["out-loud"] ?? false },
      text: `hello ${args.who}`,
      exitCode: 0,
    }),
});
const run = (...args: string[]): ReturnType<typeof execute> =>
  execute(greet, args, recordingConsole());

test("a command returns its document, text and exit code", async () => {
  expect(await run("Ada", "--out-loud", "--json")).toEqual({
    document: { schema: "rai-lab/greet/1", who: "Ada", loud: true },
    text: "hello Ada",
    exitCode: 0,
  });
});

test.each([
  [["Ada", "--nope"], "lab greet does not take --nope"],
  [["Ada", "Grace"], "lab greet does not take Grace"],
  [[], "Missing required positional argument: WHO"],
  [
    ["Ada", "--tone", "shrill"],
    "Invalid value for argument: --tone (shrill). Expected one of: warm, cold.",
  ],
])("%j is a usage error", async (args, message) => {
  await expect(run(...args)).rejects.toMatchObject({
    code: "usage",
    message,
    cure: "npx lab greet --help",
  });
});

test("an error a user can cure is three lines and no stack", () => {
  const error = new LabError("python", "Python 3 is not installed", {
    where: "python3",
    cure: "install it",
  });
  expect(explain(error, false)).toBe(
    "✖ Python 3 is not installed\n  where: python3\n  cure:  install it",
  );
});

test("a fault of our own asks for --debug, which shows the stack", () => {
  const error = new TypeError("x is undefined");
  expect(explain(error, false)).toContain("run the command again with --debug");
  expect(explain(error, true)).toContain("shell.test.ts");
});
