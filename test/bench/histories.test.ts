/** A seeded sample of `npm run bench histories`: an up, an update and a destroy, each with several faults. */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
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

test("after one recover a stack is as wanted", { timeout: seconds(60) }, async () => {
  const root = path.resolve(__dirname, "../..");
  const args = ["--import", "tsx", "bench/index.ts", "histories", "3", "150"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  // Calls at the same time come in any order, so that a fault may not come.
  expect(stdout).toMatch(/^([23]) histories .*: [123] operations failed; .* \1 are as wanted/m);
});
