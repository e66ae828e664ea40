import fc from "fast-check";
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

/** Checks 10,000 cases of each property. @throws Error after the last property when one does not hold */
export async function benchProperties(): Promise<void> {
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
  console.log(`${Object.keys(PROPERTIES).length} properties, ${failed} failures`);
  if (failed > 0) throw new Error(`${failed} properties do not hold`);
}
