/**
 * `npm run bench [NAME …] [NUMBER …]` runs the named benches, or all of them; numbers are for those
 * that take some. No test depends on their figures.
 *
 * - `start`: start of the program's process, against Pulumi's default way
 * - `class`: classes of 300 planned, stood up and destroyed, throttled, refused, and with programs
 *   that go wrong; plans against what the local cloud counts
 * - `cli`: a class under the Pulumi CLI, next to a shell loop of `pulumi up`
 * - `doctor`: what the doctor says of generated worlds, against what an `up` of each meets
 * - `engine [STATES]`: the embedded engine alone, with a plugin in memory: its speed, and its states after failures
 * - `properties`: 10,000 random cases of each property of names, configurations and tags
 * - `conformance`: requests that others recorded, answered by the local cloud and compared
 * - `secrets`: a search for a canary key in everything that 1,000 deployments write
 * - `fuzz`: bad settings, states, worlds, journals and answers, none of which may end but in words
 * - `kills`: operations killed at points that they report, and whether their stacks converge
 * - `histories [COUNT] [SEED] [REPAIR]`: operations that meet several faults of the cloud
 * - `probe`: the probe's pacing, against other ways of sending the same requests
 * - `stats`: calibration of the probe on planted data
 * - `class-report`: calibration of a class measured together, with the seat as the unit
 * - `source`: how dense the source is
 */
import { benchClass } from "./class";
import { benchClassReport } from "./class-report";
import { benchConformance } from "./conformance";
import { benchCli } from "./cli";
import { benchDoctor } from "./doctor";
import { benchEngine } from "./engine";
import { benchFuzz } from "./fuzz";
import { benchHistories } from "./histories";
import { benchKills } from "./kills";
import { benchProbe } from "./probe";
import { benchProperties } from "./properties";
import { benchSecrets } from "./secrets";
import { benchSource } from "./source";
import { benchStart } from "./start";
import { benchStats } from "./stats";

const benches: Record<string, (numbers: readonly number[]) => Promise<void>> = {
  start: benchStart,
  class: benchClass,
  cli: benchCli,
  doctor: benchDoctor,
  engine: benchEngine,
  properties: benchProperties,
  conformance: benchConformance,
  secrets: benchSecrets,
  fuzz: benchFuzz,
  kills: benchKills,
  histories: benchHistories,
  probe: benchProbe,
  stats: benchStats,
  "class-report": benchClassReport,
  source: benchSource,
};

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const selected = args.filter((arg) => Number.isNaN(Number(arg)));
  const numbers = args.filter((arg) => !selected.includes(arg)).map(Number);
  const unknown = selected.filter((name) => !(name in benches));
  if (unknown.length)
    throw new Error(`no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}`);
  for (const [name, bench] of Object.entries(benches)) {
    if (selected.length && !selected.includes(name)) continue;
    console.log(`\n## ${name}`);
    await bench(numbers);
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
