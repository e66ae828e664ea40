import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";

const PRELOAD = join(__dirname, "../../../../scripts/engine/embedded/program/end-with-engine.cjs");
const start = (script: string) =>
  spawn(process.execPath, ["--require", PRELOAD, "-e", script], {
    stdio: ["pipe", "pipe", "ignore"],
  });

test("a program that would run for ever ends when its engine's end of the pipe closes", async () => {
  const child = start('process.stdout.write("up"); setInterval(() => {}, 1e6)');
  await once(child.stdout, "data");
  const ended = once(child, "exit");
  child.stdin.destroy();
  expect(await ended).toEqual([null, "SIGTERM"]);
});

test("a program that ends is not held by the pipe", async () => {
  const [code] = (await once(start(""), "exit")) as [number];
  expect(code).toBe(0);
});
