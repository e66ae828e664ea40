import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { type Figure, none, percent } from "./figures";
import { measure, total, WIDTH, type SourceCounts } from "./source/measure";

const ROOMS = ["infra", "scripts", "bench"];

/** Counts the source of a checkout: `npm run bench source`. Tests hold the limits. */
export function sourceOf(root: string): SourceCounts {
  const files = globSync(
    ROOMS.map((room) => `${room}/**/*.ts`),
    { cwd: root },
  );
  return total(files.map((file) => measure(file, readFileSync(path.join(root, file), "utf8"))));
}

/** `npm run bench source`: how dense the source is. */
export function benchSource(): Promise<readonly Figure[]> {
  const source = sourceOf(process.cwd());
  const { lines, code, wide, conditionals, exports, documentedExports } = source;
  return Promise.resolve([
    { figure: "lines of code", value: code },
    percent(`lines over ${WIDTH} characters`, wide / lines, { most: 2 }),
    {
      figure: "conditional expressions in 1,000 lines",
      value: (1000 * conditionals) / lines,
      digits: 1,
      limit: { most: 15 },
    },
    none("conditional expressions in another", source.nestedConditionals),
    { figure: "conditional spreads", value: source.conditionalSpreads, limit: { most: 40 } },
    percent("documented exports", documentedExports / exports, { least: 75 }),
  ]);
}
