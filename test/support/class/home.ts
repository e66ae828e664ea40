import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/** A folder for a local world, with the roster of a class; the test removes it. */
export function classHome(slugs: readonly string[]): { home: string; roster: string } {
  const home = mkdtempSync(path.join(tmpdir(), "rai-lab-class-"));
  const roster = path.join(home, "roster.csv");
  const people = slugs.map((slug) => `${slug},${slug}@example.edu`);
  writeFileSync(roster, ["Name,Email", ...people, ""].join("\n"));
  return { home, roster };
}

/** Every seat in one state. */
export const everySeat = (slugs: readonly string[], state: string): Record<string, string> =>
  Object.fromEntries(slugs.map((slug) => [slug, state]));
