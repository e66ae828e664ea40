import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Batch, Lane } from "./lane";
import { parsePoint, type Point } from "./points";
import type { Scenario } from "./scenarios";

/** One kill: an operation, and the point at which it comes. */
export interface Kill {
  scenario: Scenario;
  id: string;
  point: Point;
}

/** Every point that the operations pass without a kill. */
export async function killsOf(lane: Lane, scenarios: readonly Scenario[]): Promise<Kill[]> {
  const kills: Kill[] = [];
  for (const scenario of scenarios)
    for (const id of (await lane.reference(scenario)).points)
      kills.push({ scenario, id, point: parsePoint(id) });
  return kills;
}

/** The row of a resource type in the table. What no provider is called for shares one. */
export const rowOf = ({ type }: Pick<Point, "type">): string =>
  /^(rai-lab:index|pulumi:)/.test(type) ? "components, providers, the stack" : type;

/** What a kill stands for: any resource of the type in any layout, and any step on it. */
const cellOf = ({ scenario, point }: Kill): string =>
  [scenario.operation, rowOf(point), point.moment].join(" ");

/** One kill of each cell, drawn from all that it stands for. */
export function drawKills(kills: readonly Kill[], seed: number): Kill[] {
  const random = xoroshiro128plus(seed);
  const cells = new Map<string, Kill[]>();
  for (const kill of kills) {
    const cell = cellOf(kill);
    cells.set(cell, [...(cells.get(cell) ?? []), kill]);
  }
  return [...cells.values()].map((some) => some[uniformInt(random, 0, some.length - 1)]!);
}

/** Kills of the same operation together, as many as it has stacks. */
export function batchesOf(kills: readonly Kill[]): Batch[] {
  const left = [...kills];
  const batches: Batch[] = [];
  for (let first = left[0]; first; first = left[0]) {
    const { scenario } = first;
    const some = left.filter((kill) => kill.scenario === scenario).slice(0, scenario.stacks.length);
    for (const kill of some) left.splice(left.indexOf(kill), 1);
    batches.push({ scenario, stopsAt: scenario.stacks.map((_, i) => some[i]?.id) });
  }
  return batches;
}
