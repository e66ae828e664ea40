import { spawnSync, type StdioOptions } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { SPECS } from "../../../scripts/commands/specs";
import { labCommand } from "../../../scripts/lib/shell/command";
import { execute, explain } from "../../../scripts/lib/shell/shell";
import { recordingConsole } from "../../../bench/recording-console";

const doctor = labCommand(SPECS.doctor, ({ stack, local, profile }) =>
  Promise.resolve({
    document: { schema: "rai-lab/doctor/1", stack, local, profile },
    text: stack,
    exitCode: 0,
  }),
);

test("a command gets its arguments and returns its document, text and exit code", async () => {
  const outcome = await execute(doctor, ["Ada", "--local", "--json"], recordingConsole());
  expect(outcome).toEqual({
    document: { schema: "rai-lab/doctor/1", stack: "Ada", local: true, profile: undefined },
    text: "Ada",
    exitCode: 0,
  });
});

test("an error a user can cure is three lines and no stack", () => {
  const error = new LabError("python", "Python 3 is not installed", {
    where: "python3",
    cure: "install it",
  });
  expect(explain(error, false)).toBe(
    "✖ Python 3 is not installed\n  where: python3\n  try:   install it",
  );
});

test("a fault of our own asks for --debug, which shows the stack", () => {
  const error = new TypeError("x is undefined");
  expect(explain(error, false)).toContain("run the command again with --debug");
  expect(explain(error, true)).toContain("shell.test.ts");
});

const END = path.join(__dirname, "../../support/ends.ts");

/** Runs a command of `test/support/ends.ts` in a process of its own. */
const end = (args: string[], stdio: StdioOptions = "pipe") =>
  spawnSync(process.execPath, ["--import", "tsx", END, ...args], { stdio, encoding: "utf8" });

// 1 and 0 are answers of commands, and Node's own codes after a crash and when nothing is left to do.
test.each([
  ["throws in a callback", "up", "boom"],
  ["rejects a promise that nobody awaits", "status", "boom"],
  ["waits for ever for nothing", "recover", "without an answer"],
])("a command that %s ends with 2", (_, command, message) => {
  const { status, stderr } = end([command]);
  expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  expect(stderr).not.toMatch(/^ +at /m);
});

test("a crash is one JSON document too, without a stack", () => {
  const { status, stdout } = end(["up", "--json"]);
  expect(status).toBe(2);
  expect(JSON.parse(stdout)).toEqual({
    schema: "rai-lab/error/1",
    error: { code: "internal", message: "boom" },
  });
});

test("a full disk behind stdout is 2, for a command and for help", () => {
  const full = openSync("/dev/full", "w");
  for (const args of [["outputs"], ["--help"]])
    expect(end(args, ["ignore", full, "pipe"])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("the output could not be written: ENOSPC"),
    });
  closeSync(full);
});

test("when nobody reads stderr any more, the command finishes what runs and ends with 2", () => {
  const line = `"${process.execPath}" --import tsx "${END}" probe 2> >(head -1 >/dev/null); echo "code $?"`;
  const { stdout } = spawnSync("bash", ["-c", line], { encoding: "utf8" });
  expect(stdout).toContain("recorded\ncode 2");
});
