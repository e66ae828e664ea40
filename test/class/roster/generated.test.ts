import { writeFileSync } from "node:fs";
import * as path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readRoster } from "../../../scripts/class/roster";
import { rosters } from "../../support/class/rosters";
import { temporaryFolder } from "../../support/folder";

test("1,000 rosters, however they are written, give exactly the people put in", async () => {
  const file = path.join(temporaryFolder(), "roster.csv");
  await fc.assert(
    fc.asyncProperty(rosters, async ({ bytes, people }) => {
      writeFileSync(file, bytes);
      const roster = await readRoster(file);
      expect(roster.errors).toEqual([]);
      expect(roster.people).toEqual(people);
    }),
    { numRuns: 1000, seed: 13 },
  );
});
