/**
 * `npm run bench [NAME …]`: figures of speed and memory, as ratios of things measured in turn within one run. No test
 * depends on them. Names: start, stacks, engine, properties,
 * secrets, probe, stats.
 */
import { benchEngine } from "./bench/engine";
import { benchProbe } from "./bench/probe";
import { benchProperties } from "./bench/properties";
import { benchSecrets } from "./bench/secrets";
import { benchStacks } from "./bench/stacks";
import { benchStart } from "./bench/start";
import { benchStats } from "./bench/stats";

const benches: Record<string, () => Promise<void>> = {
  start: benchStart,
  stacks: benchStacks,
  engine: benchEngine,
  properties: benchProperties,
  secrets: benchSecrets,
  probe: benchProbe,
  stats: benchStats,
};

async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in benches));
  if (unknown.length) throw new Error(`no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}`);
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
