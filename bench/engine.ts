import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import pLimit from "p-limit";
import { type Figure, MIB, none, secondsOf } from "./figures";
import { embeddedEngine } from "../scripts/engine/embedded";
import type { Engine, Stack } from "../scripts/engine/engine";
import type { Plugin } from "../scripts/engine/plugin";
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
const SEED = 20_261_130;
/** Of states that break a rule, so many are printed. */
const LISTED = 20;

/**
 * The embedded engine alone: one stack cold and warm, then 300 stacks in one process, with a plugin in
 * memory; then random programs whose provider fails, with a look at the state after each operation.
 * @param states how many states are looked at. Default: 10,000
 */
export async function benchEngine([states = STATES]: readonly number[]): Promise<
  readonly Figure[]
> {
  const speed = await measure();
  const { broken, failed, byOperation, states: seen } = await checkRandomStates(states, SEED);
  const counts = Object.entries(byOperation).map(([name, count]) => `${name} ${count}`);
  console.log(
    `${seen} states of random programs with failing providers (${counts.join(", ")}), ${failed} of them after a failure: ${broken.length} broken rules`,
  );
  for (const rule of broken.slice(0, LISTED)) console.log(`  ${rule}`);
  return [
    ...speed,
    { figure: "states of random programs", value: seen, limit: { least: STATES } },
    none("broken rules in them", broken.length),
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
