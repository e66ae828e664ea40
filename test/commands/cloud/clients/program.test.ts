import { expect, test } from "vitest";
import { runProgram } from "../../../../scripts/commands/cloud/clients/program";

const node = (script: string): [string, ...string[]] => [process.execPath, "-e", script];

test("the exit code is the program's own; a signal's is what a shell would say", async () => {
  expect(await runProgram(node("process.exit(7)"), process.env)).toBe(7);
  expect(await runProgram(node("process.exit(Number(process.env.CODE))"), { CODE: "9" })).toBe(9);
  expect(await runProgram(node("process.kill(process.pid, 'SIGTERM')"), process.env)).toBe(143);
});

test("while it runs, Ctrl-C is the program's, and afterwards ours again", async () => {
  const before = process.listeners("SIGINT");
  const ended = runProgram(node("process.kill(process.ppid, 'SIGINT')"), process.env);
  expect(process.listeners("SIGINT")).toHaveLength(1);
  expect(await ended).toBe(0);
  expect(process.listeners("SIGINT")).toEqual(before);
});

test("a program that is not there is named", async () => {
  await expect(runProgram(["no-such-program"], process.env)).rejects.toMatchObject({
    code: "missing-tool",
    cure: "install no-such-program, or give its path",
  });
});
