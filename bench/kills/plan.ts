import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Kill, Lane, Outcome } from "./lane";
import { LAYOUTS, OPERATIONS, scenariosOf, type Layout, type Operation } from "./scenarios";

/** A cell of the table: an operation on a layout. */
export interface Cell {
  layout: Layout;
  operation: Operation;
}

/** Every cell of the table. */
export const CELLS: readonly Cell[] = LAYOUTS.flatMap((layout) =>
  OPERATIONS.map((operation) => ({ layout, operation })),
);

/** A case, whose kills are drawn until one hits. */
export interface Case extends Cell {
  seed: number;
}

/** A case's end; `draws` counts the kills, of which the last hit. */
export interface CaseResult {
  kill: Kill;
  outcome: Outcome;
  draws: number;
}

/** A kill between two calls hits nothing. Of so many draws one hits. */
const MAX_DRAWS = 12;

/** Draws kills for a case until one hits. @throws Error when none does */
export async function runCase(lane: Lane, { layout, operation, seed }: Case): Promise<CaseResult> {
  const random = xoroshiro128plus(seed);
  const pick = <T>(values: readonly T[]): T =>
    values[Math.floor(uniformFloat64(random) * values.length)]!;
  for (let draws = 1; draws <= MAX_DRAWS; draws++) {
    const kill: Kill = {
      scenario: pick(scenariosOf(layout, operation)),
      meter: pick(["log", "state"]),
      share: uniformFloat64(random),
      cloud: pick(["hosted", "apart"]),
    };
    const outcome = await lane.run(kill);
    if (outcome.open.length > 0) return { kill, outcome, draws };
  }
  throw new Error(`no kill of ${operation} of ${layout} hit anything (seed ${seed})`);
}
