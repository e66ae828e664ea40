import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
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
export function benchSource(): Promise<void> {
  const { lines, code, wide, conditionals, exports, documentedExports, ...rest } = sourceOf(
    process.cwd(),
  );
  console.log(`lines ${lines}, of code ${code}`);
  console.log(`over ${WIDTH} characters: ${wide} (${((100 * wide) / lines).toFixed(1)} %)`);
  const density = ((1000 * conditionals) / lines).toFixed(1);
  console.log(`conditional expressions: ${conditionals} (${density} per 1,000 lines)`);
  console.log(`nested in another: ${rest.nestedConditionals}`);
  console.log(`conditional spreads: ${rest.conditionalSpreads}`);
  const share = ((100 * documentedExports) / exports).toFixed(0);
  console.log(`documented exports: ${documentedExports} of ${exports} (${share} %)`);
  return Promise.resolve();
}
