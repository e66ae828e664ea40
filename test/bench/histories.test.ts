/** A seeded sample of `npm run bench histories`: an up, an update and a destroy, each with several faults. */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { Figure } from "../../bench/figures";
import { drawFaults, FAULT_KINDS, operationsOf } from "../../bench/histories/faults";
import { LAUNCH, NAME, READINESS } from "../../scripts/cloud/databricks";
import { seconds } from "../support/time-limits";

const CALLS = new Map([
  ["entra/token", 9],
  ["databricks/workspaces/write", 1],
  ["databricks/workspaces/create/end", 1],
  ["databricks/secrets/put", 1],
  ["databricks/libraries/install/end", 1],
  ...[LAUNCH, NAME, READINESS].map((event): [string, number] => [event, 1]),
]);

describe("the faults of a seed", () => {
  test("are several, of kinds that their operations can meet", () => {
    for (let seed = 0; seed < 200; seed++) {
      const faults = drawFaults(CALLS, seed);
      expect(new Set(faults.map(({ number }) => number)).size).toBeGreaterThanOrEqual(2);
      for (const { kind, operation } of faults)
        expect(operationsOf(kind, CALLS)).toContain(operation);
      expect(drawFaults(CALLS, seed)).toEqual(faults);
    }
  });

  test("that meet at one call come one after the other", () => {
    const calls = new Map([["databricks/workspaces/read", 1]]);
    for (let seed = 0; seed < 200; seed++) {
      const nths = drawFaults(calls, seed).map(({ nth }) => nth);
      expect(new Set(nths).size).toBe(nths.length);
      expect(Math.min(...nths)).toBe(1);
    }
  });

  test("come of every kind", () => {
    const calls = new Map([
      ...CALLS,
      ["cognitiveservices/accounts/listKeys", 1],
      ["databricks/workspaces/update/end", 1],
      ["databricks/workspaces/delete/end", 1],
    ]);
    const drawn = Array.from({ length: 400 }, (_, seed) => drawFaults(calls, seed)).flat();
    expect(new Set(drawn.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  });
});

/**
 * Runs in a process of its own, since it shortens waits there; nothing is kept of it. Three in turn, and
 * three that once were lost: a workspace whose creation failed, seen and unseen, and a cluster that was
 * made over and over.
 */
const PROGRAM = `
  const { benchHistories } = require("./bench/histories");
  (async () => {
    const runs = [];
    for (const batch of [[3, 150], [1, 21], [1, 267], [1, 378]]) runs.push(await benchHistories(batch));
    console.log("\\n" + JSON.stringify(runs));
  })();
`;

test("after one recover a stack is as wanted", { timeout: seconds(90) }, async () => {
  const root = path.resolve(__dirname, "../..");
  const args = ["--import", "tsx", "--eval", PROGRAM];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  const runs = JSON.parse(stdout.trim().split("\n").at(-1)!) as Figure[][];
  const sumOf = (figure: string): number =>
    runs.flat().reduce((sum, one) => sum + (one.figure === figure ? one.value : 0), 0);
  // Calls at the same time come in any order, so that a fault may not come.
  expect(sumOf("histories with two faults or more")).toBeGreaterThanOrEqual(2);
  expect(sumOf("operations that failed")).toBeGreaterThanOrEqual(1);
  expect(sumOf("not as wanted after one recover and the command")).toBe(0);
});
