/** Names of stacks: unknown ones, renamed ones, those of a class with seats, and the list of all. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LabError } from "../../infra/errors";
import { destroy } from "../../scripts/commands/destroy";
import { doctor } from "../../scripts/commands/doctor";
import { outputs } from "../../scripts/commands/outputs";
import { probe } from "../../scripts/commands/probe";
import { proof } from "../../scripts/commands/proof";
import { recover } from "../../scripts/commands/recover";
import { status } from "../../scripts/commands/status";
import { up } from "../../scripts/commands/up";
import { type LocalStacks, startLocalStacks } from "../support/local-stack";

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

/** Deterministic numbers below `limit`. */
const random = (seed: number) => {
  let state = seed;
  return (limit: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
};

const JUNK = ["null", "[]", "{}", "7", '"x"', "&a [*a]", "\0", "\ufeff", ":", "{", "- a", ""];

function mutated(text: string, below: (limit: number) => number): string {
  const at = below(text.length + 1);
  const junk = JUNK[below(JUNK.length)]!;
  switch (below(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + junk + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + below(30));
    default:
      return text.replace(/: ("[^"]*"|\[|\{|[\w.-]+)/, `: ${junk}`) + text.slice(at);
  }
}

test("300 damaged settings and state files end in words, never in an unexpected error", async () => {
  const below = random(11);
  await stacks.make("damaged");
  const state = readFileSync(stacks.stateFile("damaged"), "utf8");
  const settings = "config:\n  rai-lab:location: eastus2\n  rai-lab:model:\n    capacity: 7\n";
  const file = path.join(home, "Pulumi.damaged.yaml");
  for (let i = 0; i < 300; i++) {
    const isState = i % 2 === 0;
    const text = mutated(isState ? state : settings, below);
    writeFileSync(isState ? stacks.stateFile("damaged") : file, text);
    writeFileSync(isState ? file : stacks.stateFile("damaged"), isState ? settings : state);
    const { error } = await stacks.run(outputs, "damaged", "--local");
    if (error !== undefined) expect(error, JSON.stringify(text)).toBeInstanceOf(LabError);
  }
}, 240_000);
