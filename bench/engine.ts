import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import pLimit from "p-limit";
import { type Figure, MIB, none, notMeasured, secondsOf } from "./figures";
import { embeddedEngine } from "../scripts/engine/embedded";
import type { Engine, Stack } from "../scripts/engine/engine";
import type { Plugin } from "../scripts/engine/plugin";
import { compareEngines } from "./engine/both-engines";
import { CliImports } from "./engine/cli-imports";
import { checkRandomStates } from "./engine/random-states";
import { stackOf, Thing } from "./engine/thing";

const STACKS = 300;
const AT_ONCE = 8;
const RESOURCES = 16;

/** A provider that stores nothing: the bench measures the engine, not a cloud. */
const plugin: Plugin = {
  version: "1.0.0",
  configure: () => ({
    create: ({ name, inputs }) =>
      Promise.resolve({ id: name, outputs: { ...inputs, key: `key of ${name}` } }),
    update: ({ news }) => Promise.resolve({ outputs: news }),
    delete: () => Promise.resolve(),
  }),
};

/** A program like the lab's: a component, a first resource, and others that depend on it. */
function program(): Promise<Record<string, unknown>> {
  const parent = new pulumi.ComponentResource("bench:index:Lab", "lab");
  const head = new Thing("head", { from: "nothing" }, { parent });
  const others = Array.from(
    { length: RESOURCES - 3 },
    (_, i) => new Thing(`thing-${i}`, { from: head.key }, { parent }),
  );
  return Promise.resolve({ keys: others.map((o) => o.key) });
}

async function runOnEveryStack(
  engine: Engine,
  stacks: Stack[],
  operation: "up" | "destroy",
): Promise<void> {
  const limit = pLimit(AT_ONCE);
  const results = await Promise.all(stacks.map((stack) => limit(() => engine[operation](stack))));
  const failure = results.flatMap((r) => r.failures)[0];
  if (failure) throw new Error(`${operation} of ${failure.urn}: ${failure.message}`);
}

const heapMib = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / MIB;
};

const STATES = 10_000;
const LIVES = 10;
const SEED = 20_261_130;
/** Of states that break a rule, so many are printed. */
const LISTED = 20;

/**
 * The embedded engine alone: one stack cold and warm, then 300 stacks in one process, with a plugin in
 * memory; then random programs whose provider fails, with a look at the state after each operation.
 * The `pulumi` on the PATH imports each of those states, and runs programs of some lives too.
 * @param states how many states are looked at. Default: 10,000
 * @param lives how many stacks live under both engines. Default: 10
 */
export async function benchEngine([states = STATES, lives = LIVES]: readonly number[]): Promise<
  readonly Figure[]
> {
  const speed = await measure();
  if (spawnSync("pulumi", ["version"]).status === 0)
    return [...speed, ...(await checkWithCli(states)), ...(await compare(lives))];
  return [
    ...speed,
    ...(await check(states)),
    notMeasured("states that the CLI refused", NO_CLI),
    notMeasured("differences from the CLI's states", NO_CLI),
  ];
}

const NO_CLI = "there is no pulumi on the PATH";

async function check(states: number, imports?: CliImports): Promise<Figure[]> {
  const {
    broken,
    failed,
    byOperation,
    states: seen,
  } = await checkRandomStates(states, SEED, imports);
  const counts = Object.entries(byOperation).map(([name, count]) => `${name} ${count}`);
  console.log(
    `${seen} states of random programs with failing providers (${counts.join(", ")}), ${failed} of them after a failure: ${broken.length} broken rules`,
  );
  list(broken);
  return [
    { figure: "states of random programs", value: seen, limit: { least: STATES } },
    none("broken rules in them", broken.length),
  ];
}

function list(problems: readonly string[]): void {
  for (const problem of problems.slice(0, LISTED)) console.log(`  ${problem}`);
}

async function checkWithCli(states: number): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "rai-lab-imports-"));
  try {
    const imports = await CliImports.open(folder);
    const own = await check(states, imports);
    list(imports.refused);
    return [
      ...own,
      { figure: "states that the CLI imported", value: imports.accepted },
      none("states that the CLI refused", imports.refused.length),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(lives: number): Promise<Figure[]> {
  const { compared, failed, different } = await compareEngines(lives, SEED);
  console.log(`${lives} stacks under both engines: ${failed} operations failed on the way`);
  list(different);
  return [
    { figure: "states compared with the CLI's", value: compared },
    none("differences from the CLI's states", different.length),
  ];
}

async function measure(): Promise<Figure[]> {
  const backend = mkdtempSync(join(tmpdir(), "rai-lab-bench-"));
  try {
    const engine = embeddedEngine({
      program: () => program,
      plugins: { bench: plugin },
      localOnly: [],
    });
    const cold = await secondsOf(() => engine.up(stackOf(backend, "cold")));
    const warm = await secondsOf(() => engine.up(stackOf(backend, "warm")));
    const same = await secondsOf(() => engine.up(stackOf(backend, "warm")));
    const stacks = Array.from({ length: STACKS }, (_, i) => stackOf(backend, `seat-${i}`));
    const before = heapMib();
    const up = await secondsOf(() => runOnEveryStack(engine, stacks, "up"));
    const down = await secondsOf(() => runOnEveryStack(engine, stacks, "destroy"));
    const growth = ((heapMib() - before) * 1024) / STACKS;
    return [
      { figure: `one up of ${RESOURCES} resources, cold`, value: cold, unit: "s" },
      { figure: "warm ÷ cold", value: warm / cold, unit: "×" },
      { figure: "an up that changes nothing ÷ warm", value: same / warm, unit: "×" },
      { figure: `${STACKS} stacks: up`, value: up, unit: "s", digits: 1 },
      { figure: `${STACKS} stacks: destroy`, value: down, unit: "s", digits: 1 },
      { figure: "a stack in a class ÷ warm", value: up / STACKS / warm, unit: "×" },
      {
        figure: "heap a stack",
        value: globalThis.gc ? growth : NaN,
        unit: "KiB",
        digits: 0,
        reason: "node runs without --expose-gc",
      },
      {
        figure: "peak",
        value: process.resourceUsage().maxRSS / 1024,
        unit: "MiB",
        digits: 0,
      },
    ];
  } finally {
    rmSync(backend, { recursive: true, force: true });
  }
}
