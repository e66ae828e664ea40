import fc from "fast-check";
import { type Figure, none } from "./figures";
import { CONFIG_PROPERTIES } from "./properties/config";
import { NAME_PROPERTIES } from "./properties/names";
import { TAG_PROPERTIES } from "./properties/tags";

/** All properties of names, configurations and tags. Tests check 200 cases of each, this bench 10,000. */
export const PROPERTIES: Record<string, fc.IRawProperty<unknown>> = {
  ...NAME_PROPERTIES,
  ...CONFIG_PROPERTIES,
  ...TAG_PROPERTIES,
};

const CASES = 10_000;

/** Checks 10,000 cases of each property. */
export async function benchProperties(): Promise<readonly Figure[]> {
  let failed = 0;
  for (const [name, property] of Object.entries(PROPERTIES)) {
    const start = performance.now();
    const details = await fc.check(property, { seed: 1, numRuns: CASES });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const skipped = details.numSkips > 0 ? `, ${details.numSkips} skipped` : "";
    console.log(
      `  ${details.failed ? "FAILED" : "holds "} ${name}: ${details.numRuns} cases in ${seconds} s${skipped}`,
    );
    if (!details.failed) continue;
    failed++;
    console.log(fc.defaultReportMessage(details));
  }
  return [
    { figure: "properties", value: Object.keys(PROPERTIES).length },
    { figure: "cases of each", value: CASES, limit: { least: CASES } },
    none("properties that do not hold", failed),
  ];
}
