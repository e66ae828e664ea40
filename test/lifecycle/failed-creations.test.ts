/**
 * A creation that ends as Failed, whether its answer came or was lost: every type of a lab that the cloud makes in
 * a long-running operation. After one `recover` an `up` makes everything.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { differences, thingsOf, urnsOf } from "../../bench/convergence";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { messageOf } from "../../infra/errors";
import { destroy } from "../../scripts/commands/destroy";
import { doctor } from "../../scripts/commands/doctor";
import { recover } from "../../scripts/commands/recover";
import { up } from "../../scripts/commands/up";
import type { FaultAnswer } from "../../scripts/cloud/core/faults";
import { endOf } from "../../scripts/cloud/core/operations";
import { seedTable } from "../../scripts/cloud/azure/tables";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
const STACK = "spring";
let stacks: LocalStacks;
let wanted: { calls: string[]; things: string[]; urns: string[] };

const run = async (command: typeof up, ...args: string[]) => {
  const ended = await stacks.run(command, STACK, "--local", ...args);
  const error = ended.error === undefined ? "" : messageOf(ended.error);
  return { ...ended, said: `${ended.written}\n${error}` };
};
const picture = () => ({ things: thingsOf(home), urns: urnsOf(home, [STACK]) });
const done = async (command: typeof up, ...args: string[]): Promise<void> => {
  const { exitCode, said } = await run(command, ...args);
  expect(exitCode, said).toBe(0);
};

beforeAll(async () => {
  stacks = await startLocalStacks(home);
  // Deployments are long-running, too, as they once were.
  seedTable(stacks.world, "settings", { deploymentWrite: "async" });
  stacks.settle(STACK, { layout: "class", diagnostics: true });
  const calls = new Set<string>();
  stacks.world.faults.follow((operation) => void calls.add(operation));
  await done(up);
  stacks.world.faults.follow(undefined);
  wanted = { calls: [...calls], ...picture() };
  await done(destroy, "--yes", "--allow-data-loss");
}, seconds(30));

afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

const WRITES: Record<string, string> = {
  account: "cognitiveservices/accounts",
  deployment: "cognitiveservices/accounts/deployments",
  workspace: "databricks/workspaces",
};
/** Some proxy's answer in place of the cloud's, after which no client asks again. */
const LOST: FaultAnswer = { status: 400, code: "BadRequest", message: "a proxy's", served: true };
const FAILED: FaultAnswer = { status: 500, code: "InternalServerError", message: "no luck" };

test("these are all creations of the lab that can fail at their end", () => {
  const ends = wanted.calls.filter((operation) => operation.endsWith(endOf("")));
  expect(ends.sort()).toEqual(Object.values(WRITES).map(endingOf).sort());
});

const endingOf = (type: string): string =>
  endOf(type.endsWith("deployments") ? `${type}/write` : `${type}/create`);

const CASES = Object.entries(WRITES).flatMap(([kind, type]) =>
  [false, true].map((isLost) => ({ kind, type, isLost })),
);

test.each(CASES)(
  "$kind, answer lost: $isLost",
  { timeout: seconds(30) },
  async ({ kind, type, isLost }) => {
    stacks.world.faults.set([
      { operation: endingOf(type), nth: 1, answer: FAILED },
      ...(isLost ? [{ operation: `${type}/write`, nth: 1, answer: LOST }] : []),
    ]);
    const failed = await run(up);
    expect(failed.exitCode, failed.said).not.toBe(0);
    stacks.world.faults.set([]);
    await done(recover);
    const asked = await run(doctor, "--rule", "outside-state");
    expect(asked.exitCode, asked.said).toBe(0);
    await done(up);
    const { things, urns } = picture();
    expect([
      kind,
      ...differences(wanted.things, things),
      ...differences(wanted.urns, urns),
    ]).toEqual([kind]);
    await done(destroy, "--yes", "--allow-data-loss");
  },
);
