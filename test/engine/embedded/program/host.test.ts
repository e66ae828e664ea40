/** Programs beside each other in one process: each answers for itself. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { EngineHarness, program } from "../../../support/engine/harness";
import { Thing } from "../../../support/engine/sdk";

/** Stray rejections would fail vitest itself, so the programs run in a process of their own. */
async function child(script: string): Promise<Record<string, unknown>> {
  const file = join(__dirname, "../../../support/engine", script);
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", file]);
  return JSON.parse(stdout) as Record<string, unknown>;
}

test("thirty at once: a stray rejection, a throw in a timer, a hang, a warning harm only their own program", async () => {
  const outcomes = await child("isolation.ts");
  const whole = { created: 3, failures: [] };
  const expected = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`seat-${i}`, whole as unknown]),
  );
  for (const [seat, message] of [
    ["seat-3", "a stray rejection"],
    ["seat-7", "a throw in a timer"],
    ["seat-11", "the program did nothing for 3 s"],
    ["seat-17", "its own end"],
  ] as const)
    expected[seat] = { created: 3, failures: [message] };
  expect(outcomes).toEqual(expected);
});

test("a program that logs an error has failed, as with the CLI", async () => {
  const b = new EngineHarness();
  const { failures } = await b.up(
    program(() => pulumi.log.error("no quota left", new Thing("a", {}))),
  );
  expect(failures).toEqual([{ urn: "", code: "program-error", message: "no quota left" }]);
  expect(b.cloud.objects.size).toBe(1);
});

test("configuration reaches the program: text, structure, secrets", async () => {
  const b = new EngineHarness();
  const config = {
    "demo:text": "t",
    "demo:deep": '{"a":[1,{"b":true}]}',
    "demo:hidden": "h",
    "fake:host": "127.0.0.9",
  };
  Object.assign(b.stack, { config, secretKeys: ["demo:hidden"] });
  const result = await b.up(
    program(() => {
      new Thing("a", {});
      const c = new pulumi.Config();
      return {
        text: c.get("text"),
        deep: c.requireObject("deep"),
        hidden: c.requireSecret("hidden"),
      };
    }),
  );
  expect(result.failures).toEqual([]);
  expect(await b.engine.outputs(b.stack)).toEqual({
    outputs: { text: "t", deep: { a: [1, { b: true }] }, hidden: "h" },
    secretOutputs: ["hidden"],
  });
  expect(b.cloud.objects.get("/things/a")).toEqual({ host: "127.0.0.9" });
});
