/** A seeded sample of the bad inputs of `npm run bench fuzz`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fuzz } from "../../bench/fuzz";
import { fuzzTargets, type Target } from "../../bench/fuzz/targets";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { seconds } from "../support/time-limits";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
let stacks: LocalStacks;
let targets: Record<string, Target>;
beforeAll(async () => {
  stacks = await startLocalStacks(home);
  targets = await fuzzTargets(stacks, path.join(home, "files"));
});
afterAll(async () => {
  await stacks.stop();
  rmSync(home, { recursive: true, force: true });
});

test.each([
  ["settings", 8],
  ["state", 4],
  ["world", 2],
  ["connection", 1],
  ["journal", 1],
  ["answers", 1],
  ["command lines", 40],
])("bad %s end in words", { timeout: seconds(60) }, async (name, each) => {
  const { faults } = await fuzz(targets[name]!, each, 11);
  expect(faults).toEqual([]);
});
