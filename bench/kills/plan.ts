import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Batch } from "./lane";
import { parsePoint, type Point } from "./points";
import type { Scenario } from "./scenarios";

/** The row of a resource type in the table. What no provider is called for shares one. */
export const rowOf = ({ type }: Pick<Point, "type">): string =>
  /^(rai-lab:index|pulumi:)/.test(type) ? "components, providers, the stack" : type;

/** One of an operation's points for each resource type and moment, drawn from all that it passes. */
export function drawKills(points: readonly string[], seed: number): string[] {
  const random = xoroshiro128plus(seed);
  const cells = new Map<string, string[]>();
  for (const id of points) {
    const point = parsePoint(id);
    const cell = `${point.moment} ${rowOf(point)}`;
    cells.set(cell, [...(cells.get(cell) ?? []), id]);
  }
  return [...cells.values()].map((some) => some[uniformInt(random, 0, some.length - 1)]!);
}

/** Kills of one operation together, as many as it has stacks. */
export function batchesOf(scenario: Scenario, kills: readonly string[]): Batch[] {
  const { length } = scenario.stacks;
  return Array.from({ length: Math.ceil(kills.length / length) }, (_, batch) => ({
    scenario,
    stopsAt: scenario.stacks.map((_, i) => kills[batch * length + i]),
  }));
}
