/** A seeded sample of `npm run bench kills`: one operation, killed at a point of each of its stacks. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, expect, test } from "vitest";
import { Lane } from "../../bench/kills/lane";
import { batchesOf, drawKills } from "../../bench/kills/plan";
import { scenariosOf } from "../../bench/kills/scenarios";
import { seconds } from "../support/time-limits";

const STACKS = 4;
const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-kills-"));
const lane = new Lane(folder);
afterAll(async () => {
  await lane.close();
  rmSync(folder, { recursive: true, force: true });
});

test(
  "killed at a point that it reports, recovered and run again, an up converges",
  { timeout: seconds(60) },
  async () => {
    const up = scenariosOf(STACKS).find(
      ({ layout, operation }) => layout === "class" && operation === "up",
    );
    const { points } = await lane.reference(up!);
    const [batch] = batchesOf(up!, drawKills(points, 7));
    const { hit, problems } = await lane.run(batch!);
    expect(hit).toHaveLength(STACKS);
    expect(problems, hit.join("\n")).toEqual([]);
  },
);
