/** A seeded dozen of the cases of `npm run bench kills`: every cell once, and three more. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Lane } from "../../bench/kills/lane";
import { CELLS, runCase } from "../../bench/kills/plan";
import { seconds } from "../support/time-limits";

const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-kills-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A lane is a layout's, so that two layouts run at the same time. */
describe.concurrent.each(["lab", "class", "seat"] as const)("%s", (layout) => {
  const lane = new Lane(path.join(folder, layout));
  afterAll(() => lane.close());
  const cells = CELLS.filter((cell) => cell.layout === layout);
  const cases = [...cells, cells.at(-1)!].map((cell, seed) => ({ ...cell, seed }));

  test(
    "killed, recovered and run again, every operation converges",
    { timeout: seconds(60) },
    async () => {
      for (const one of cases) {
        const { kill, outcome } = await runCase(lane, one);
        expect(outcome.problems, JSON.stringify({ ...one, ...kill })).toEqual([]);
      }
    },
  );
});
