/**
 * `npm run bench [NAME …] [NUMBER …]` runs the named benches, or all of them; numbers are for those
 * that take some. It ends with one table, adds a line to `bench/results/runs.jsonl`, and renews
 * the page beside that. No test depends on the figures.
 *
 * - `install`: from a clone to a result: how long it takes, and how much room
 * - `start`: start of the program's process, against Pulumi's default way
 * - `class`: classes of 300 planned, stood up and destroyed, throttled, refused, and with programs
 *   that go wrong; plans against what the local cloud counts
 * - `cli`: a class under the Pulumi CLI, next to a shell loop of `pulumi up`
 * - `doctor`: what the doctor says of generated worlds, against what an `up` of each meets
 * - `engine [STATES] [LIVES]`: the embedded engine alone, with a plugin in memory: its speed, and its states
 *   after failures, by rules and by the Pulumi CLI where there is one
 * - `properties`: 10,000 random cases of each property of names, configurations and tags
 * - `conformance`: requests that others recorded, answered by the local cloud and compared
 * - `secrets`: a search for a canary key in everything that 1,000 deployments write
 * - `fuzz`: bad settings, states, worlds, journals and answers, none of which may end but in words
 * - `kills [SCENARIO] [ENGINE]`: operations killed at points that they report, and whether their stacks converge
 * - `histories [COUNT] [SEED] [REPAIR]`: operations that meet several faults of the cloud
 * - `probe`: the probe's pacing, against other ways of sending the same requests
 * - `stats`: calibration of the probe on planted data
 * - `class-report`: calibration of a class measured together, with the seat as the unit
 * - `source`: how dense the source is
 */
import { messageOf } from "../infra/errors";
import { type Figure, figuresTable, notMeasured, verdictOf } from "./figures";
import { writePage } from "./results/page";
import { beginRun, keep, type Measured } from "./results/runs";

/* eslint-disable @typescript-eslint/no-require-imports -- import() would load shared modules a second time */
type Bench = (numbers: readonly number[]) => Promise<readonly Figure[]>;

/** Each is loaded when it runs: together they load the whole project. */
const benches: Record<string, () => Bench> = {
  install: () => (require("./install") as typeof import("./install")).benchInstall,
  start: () => (require("./start") as typeof import("./start")).benchStart,
  class: () => (require("./class") as typeof import("./class")).benchClass,
  cli: () => (require("./cli") as typeof import("./cli")).benchCli,
  doctor: () => (require("./doctor") as typeof import("./doctor")).benchDoctor,
  engine: () => (require("./engine") as typeof import("./engine")).benchEngine,
  properties: () => (require("./properties") as typeof import("./properties")).benchProperties,
  conformance: () => (require("./conformance") as typeof import("./conformance")).benchConformance,
  secrets: () => (require("./secrets") as typeof import("./secrets")).benchSecrets,
  fuzz: () => (require("./fuzz") as typeof import("./fuzz")).benchFuzz,
  kills: () => (require("./kills") as typeof import("./kills")).benchKills,
  histories: () => (require("./histories") as typeof import("./histories")).benchHistories,
  probe: () => (require("./probe") as typeof import("./probe")).benchProbe,
  stats: () => (require("./stats") as typeof import("./stats")).benchStats,
  "class-report": () =>
    (require("./class-report") as typeof import("./class-report")).benchClassReport,
  source: () => (require("./source") as typeof import("./source")).benchSource,
};

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const selected = args.filter((arg) => Number.isNaN(Number(arg)));
  const numbers = args.filter((arg) => !selected.includes(arg)).map(Number);
  const unknown = selected.filter((name) => !(name in benches));
  if (unknown.length)
    throw new Error(`no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}`);
  const run = beginRun();
  const figures: Measured[] = [];
  for (const [name, load] of Object.entries(benches)) {
    if (selected.length && !selected.includes(name)) continue;
    console.log(`\n## ${name}`);
    const own = await measured(() => load()(numbers));
    figures.push(...own.map((figure) => ({ bench: name, ...figure })));
  }
  console.log(`\n${figuresTable(figures)}`);
  keep({ ...run, figures });
  writePage();
  if (figures.some((figure) => verdictOf(figure) === "MISSED")) process.exitCode = 1;
}

/** The figures of a bench; one that fails has a figure that says so, and the next one runs. */
async function measured(bench: () => Promise<readonly Figure[]>): Promise<readonly Figure[]> {
  try {
    return await bench();
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
    return [notMeasured("all of it", `failed: ${messageOf(error)}`)];
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
