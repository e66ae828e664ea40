import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import pLimit from "p-limit";
import { MIB, secondsOf } from "./figures";
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
 * @throws Error when the CLI would not take one of them
 */
export async function benchEngine([states = STATES]: readonly number[]): Promise<void> {
  await measure();
  const { broken, failed, byOperation, states: seen } = await checkRandomStates(states, SEED);
  const counts = Object.entries(byOperation).map(([name, count]) => `${name} ${count}`);
  console.log(
    `${seen} states of random programs with failing providers (${counts.join(", ")}), ${failed} of them after a failure: ${broken.length} broken rules`,
  );
  for (const rule of broken.slice(0, LISTED)) console.log(`  ${rule}`);
  if (broken.length > 0) throw new Error(`${broken.length} rules of a state are broken`);
}

async function measure(): Promise<void> {
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
    console.log(
      `one up of ${RESOURCES} resources: cold ${cold.toFixed(2)} s, warm ${(warm / cold).toFixed(2)} of that`,
    );
    console.log(`an up that changes nothing: ${(same / warm).toFixed(2)} of a warm one`);

    const stacks = Array.from({ length: STACKS }, (_, i) => stackOf(backend, `seat-${i}`));
    const before = heapMib();
    const up = await secondsOf(() => runOnEveryStack(engine, stacks, "up"));
    const down = await secondsOf(() => runOnEveryStack(engine, stacks, "destroy"));
    const growth = ((heapMib() - before) * 1024) / STACKS;
    const collected = globalThis.gc ? "" : " (garbage not collected: run with --expose-gc)";
    console.log(
      `${STACKS} stacks, ${AT_ONCE} at once: up ${up.toFixed(1)} s, destroy ${(down / up).toFixed(2)} of that`,
    );
    console.log(`per stack in a class ${(up / STACKS / warm).toFixed(2)} of a warm up alone`);
    console.log(
      `heap ${growth.toFixed(0)} KiB per stack${collected}; peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`,
    );
  } finally {
    rmSync(backend, { recursive: true, force: true });
  }
}
