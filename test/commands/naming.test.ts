/** Names of stacks: unknown ones, renamed ones, those of a class with seats, and the list of all. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LabError } from "../../infra/errors";
import { destroy } from "../../scripts/commands/destroy";
import { doctor } from "../../scripts/commands/doctor";
import { open } from "../../scripts/commands/open";
import { outputs } from "../../scripts/commands/outputs";
import { probe } from "../../scripts/commands/probe";
import { proof } from "../../scripts/commands/proof";
import { recover } from "../../scripts/commands/recover";
import { status } from "../../scripts/commands/status";
import { up } from "../../scripts/commands/up";
import { tooWide } from "../support/columns";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
let stacks: LocalStacks;
beforeAll(async () => {
  stacks = await startLocalStacks(home);
  await stacks.make("autumn", { outputs: { openaiAccountResourceId: "/subscriptions/s" } });
});
afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

test.each([destroy, proof, outputs, recover, probe, doctor, up])(
  "an unknown name is refused with the nearest one, and leaves nothing: $spec.name",
  async (command) => {
    const { error, exitCode } = await stacks.run(command, "autunm", "--local");
    expect(exitCode).toBeUndefined();
    expect(error).toBeInstanceOf(LabError);
    const { code, message, cure } = error as LabError;
    expect(code).toBe("usage");
    expect(message).toContain('Did you mean "autumn"?');
    expect(cure).toMatch(command === up ? /--yes/ : /the stacks are autumn, dev/);
    expect(existsSync(path.join(home, "Pulumi.autunm.yaml"))).toBe(false);
    expect(existsSync(stacks.stateFile("autunm"))).toBe(false);
  },
);

test("a renamed stack is looked for under the names that its state records", async () => {
  await stacks.make("renamed", { stack: "original" });
  const found = await stacks.run(proof, "renamed", "--local");
  expect(found.exitCode).toBe(1);
  expect(found.document).toMatchObject({
    left: [{ kind: "resource group", id: expect.stringMatching(/rg-rai-lab-original$/) }],
    unknown: [{ kind: "state", code: "mismatch" }],
  });
});

test("what a state records in another subscription is unknown, never gone", async () => {
  await stacks.make("moved", { subscriptionId: "00000000-0000-4000-8000-0000000000ff" });
  const found = await stacks.run(proof, "moved", "--local");
  expect(found.exitCode).not.toBe(0);
  const { unknown } = found.document as { unknown: { code: string }[] };
  expect(unknown.map(({ code }) => code)).toContain("mismatch");
  expect(found.text).not.toMatch(/nothing of stack \S+ is left/);
});

test("a class with seats is destroyed only when that is allowed, and names them", async () => {
  await stacks.make("s01", { classStack: "autumn" });
  const refused = await stacks.run(destroy, "autumn", "--local");
  expect(refused.error).toMatchObject({
    code: "data-loss",
    message: expect.stringContaining("class autumn has the seats s01"),
    cure: expect.stringContaining("--allow-data-loss"),
  });
  const allowed = await stacks.run(destroy, "autumn", "--local", "--allow-data-loss");
  expect([allowed.error, allowed.exitCode]).toEqual([undefined, 0]);
});

test("status lists stacks with settings or a state, whatever their files hold", async () => {
  stacks.settle("wrong", { locaton: "westus" });
  writeFileSync(path.join(home, "Pulumi.none.yaml"), "config: 7\n");
  const { exitCode, document } = await stacks.run(status);
  expect(exitCode).toBe(0);
  const rows = (document as { stacks: { stack: string; where: string }[] }).stacks;
  const where = Object.fromEntries(rows.map((row) => [row.stack, row.where]));
  expect(where).toMatchObject({
    s01: "local cloud",
    renamed: "local cloud",
    wrong: "nowhere",
    none: "nowhere",
    dev: "nowhere",
  });
});

test.each([80, 120])(
  "commands that look fit %d columns, and name what they look at",
  async (columns) => {
    stacks.columns = columns;
    await stacks.make("wide", {
      outputs: { notebookUrl: `https://example.com/${"x".repeat(150)}` },
    });
    for (const [command, ...args] of [
      [status],
      [outputs, "wide", "--local"],
      [proof, "wide", "--local"],
      [doctor, "dev", "--local"],
    ] as const) {
      const ended = await stacks.run(command, ...args);
      expect(ended.error, command.spec.name).toBeUndefined();
      expect(tooWide(ended.printed, columns), command.spec.name).toEqual([]);
      expect(ended.printed).not.toBe("");
    }
    stacks.columns = 100;
  },
);

test("lab open of a local workspace signs in by a page for its owner alone", async () => {
  const notebookUrl = "https://127.0.0.1:1/?o=1#workspace/dev/notebook";
  await stacks.make("opened", { outputs: { notebookUrl } });
  const { text, written, error } = await stacks.run(open, "opened", "workspace", "--local");
  expect(error).toBeUndefined();
  const file = fileURLToPath(text);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const [, token] =
    /url=https:\/\/127\.0\.0\.1:1\/\?o=1#workspace\/dev\/notebook&amp;token=([\w.-]+)"/.exec(
      readFileSync(file, "utf8"),
    )!;
  expect(written).not.toContain(token);
});
