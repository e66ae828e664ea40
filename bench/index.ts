/**
 * `npm run bench [NAME …]`: figures of speed and memory, as ratios of things measured in turn within one run. No test
 * depends on them. Names: start, stacks, engine, properties,
 * secrets, probe, stats, source.
 */
import { benchEngine } from "./engine";
import { benchProbe } from "./probe";
import { benchProperties } from "./properties";
import { benchSecrets } from "./secrets";
import { benchSource } from "./source";
import { benchStacks } from "./stacks";
import { benchStart } from "./start";
import { benchStats } from "./stats";

const benches: Record<string, () => Promise<void>> = {
  start: benchStart,
  stacks: benchStacks,
  engine: benchEngine,
  properties: benchProperties,
  secrets: benchSecrets,
  probe: benchProbe,
  stats: benchStats,
  source: benchSource,
};

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in benches));
  if (unknown.length)
    throw new Error(`no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}`);
  for (const [name, bench] of Object.entries(benches)) {
    if (wanted.length && !wanted.includes(name)) continue;
    console.log(`\n## ${name}`);
    await bench();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
