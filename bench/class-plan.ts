import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import pLimit from "p-limit";
import program from "../infra";
import { parseConfig } from "../infra/config";
import { planClass, type ClassPlan } from "../scripts/class/plan";
import { destroyCalls, sum, upCalls, type ClassCalls } from "../scripts/class/plan/arm-calls";
import { readSupply } from "../scripts/class/plan/read-supply";
import type { ClassLayout } from "../scripts/class/class-status";
import { startCloud, type RunningCloud } from "../scripts/cloud/cloud";
import { seedTable, table } from "../scripts/cloud/azure/tables";
import type { Engine, Result, Stack } from "../scripts/engine/engine";
import { embeddedEngine } from "../scripts/engine/embedded";
import { azureSession } from "../scripts/lib/azure/session";
import { withAuthType } from "../scripts/lib/stack/databricks-auth-type";
import { PROJECT } from "../scripts/lib/stack/paths";
import { readSettings } from "../scripts/lib/stack/settings";
import { listedPrice } from "../scripts/prices";
import { providers } from "../scripts/providers";
import { ArmCallCounter, type CountedCalls } from "./arm-calls";
import { heldByWorld } from "./class-counts";
import { secondsOf } from "./figures";

const SIZES = [30, 300];
const AT_ONCE = 8;
/** How far a plan may be from what the cloud counts. */
const TOLERANCE = 0.1;

/**
 * Plans of 30 and of 300 seats in both layouts, against what the local cloud counts when the class
 * comes up and is destroyed. Polls are left out: the local clock jumps, so that they end early.
 */
export async function benchClassPlan(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-class-plan-"));
  const noModel = (): never => {
    throw new Error("nothing here asks a model");
  };
  const cloud = await startCloud({ folder, model: noModel });
  const counter = new ArmCallCounter(cloud.connection.arm);
  try {
    Object.assign(process.env, cloud.connection.env);
    raiseLimits(cloud, Math.max(...SIZES));
    for (const seats of SIZES)
      for (const layout of ["isolated", "shared"] as const)
        await runClass({ cloud, counter, folder, seats, layout });
  } finally {
    counter.stop();
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface ClassRun {
  cloud: RunningCloud;
  counter: ArmCallCounter;
  folder: string;
  seats: number;
  layout: ClassLayout;
}

async function runClass({ cloud, counter, folder, seats, layout }: ClassRun): Promise<void> {
  const name = `${layout}${seats}`;
  const plan = await planOf(cloud, name, seats, layout);
  if (plan.feasible !== true) throw new Error(plan.reasons.join("\n"));
  const engine = embeddedEngine({
    program: () => program,
    plugins: providers({ connection: cloud.connection }),
    localOnly: [cloud.connection.arm],
  });
  const half = halfOf(folder, name, plan);
  const all = plan.seats.map(({ stack }) => seatOf(folder, name, stack, layout));
  const { config } = templateOf(name);
  const asked = { config, layout, deployments: plan.needs.deployments };
  counter.take();
  const up = await secondsOf(async () => {
    if (layout === "shared") await succeed(engine.up(half));
    await onEach(engine, "up", all);
  });
  compare(`${name} up`, counter.take(), upCalls(asked), seats);
  const { accounts, deployments, cores, groups, tokensPerMinute } = plan.needs;
  const planned = { accounts, deployments, capacity: tokensPerMinute / 1000, cores, groups };
  compareNumbers(`${name} held`, { ...heldByWorld(cloud.world) }, planned);
  const destroy = await secondsOf(async () => {
    await onEach(engine, "destroy", all);
    if (layout === "shared") await succeed(engine.destroy(half));
  });
  compare(`${name} destroy`, counter.take(), destroyCalls(asked), seats);
  console.log(`${name}: up ${up.toFixed(1)} s, destroy ${destroy.toFixed(1)} s`);
}

async function onEach(engine: Engine, what: "up" | "destroy", all: Stack[]): Promise<void> {
  const limit = pLimit(AT_ONCE);
  await limit.map(all, (stack) => succeed(engine[what](stack)));
}

function compare(what: string, counted: CountedCalls, calls: ClassCalls, seats: number): void {
  const stacks = Array<typeof calls.seat>(seats).fill(calls.seat);
  const { reads, writes, deletes, operations } = sum([calls.half ?? sum([]), ...stacks]);
  const { polls, ...single } = counted;
  compareNumbers(what, single, { reads, writes, deletes, operations: operations.length });
  console.log(`  polls of the local cloud: ${polls}`);
}

/** Prints both, and throws where they differ by more than the tolerance. */
function compareNumbers(
  what: string,
  counted: Record<string, number>,
  planned: Record<string, number | null>,
): void {
  for (const [kind, value] of Object.entries(planned)) {
    const seen = counted[kind] ?? NaN;
    console.log(`  ${what}: ${kind} ${seen} counted, ${value} planned`);
    if (Math.abs(seen - (value ?? NaN)) <= TOLERANCE * seen) continue;
    throw new Error(`${what}: the plan says ${value} ${kind}, and the cloud counts ${seen}`);
  }
}

async function succeed(result: Promise<Result>): Promise<void> {
  const { failures } = await result;
  if (failures.length) throw new Error(failures.map((f) => `${f.urn}: ${f.message}`).join("\n"));
}

/** The settings of one seat's lab, as text; they are the plan's template too. */
function templateOf(name: string) {
  const { project, config } = readSettings(PROJECT, "dev");
  const raw = { ...config, "rai-lab:model": JSON.stringify({ capacity: 1 }) };
  return { project, raw, config: parseConfig(raw, project, name) };
}

async function planOf(
  { connection, world }: RunningCloud,
  name: string,
  seats: number,
  layout: ClassLayout,
): Promise<ClassPlan> {
  const { config } = templateOf(name);
  const all = Array.from({ length: seats }, (_, i) => ({ slug: `s${i}`, stack: `${name}-s${i}` }));
  const supply = await readSupply({
    session: await azureSession(connection.env),
    config,
    stacks: all.map(({ stack }) => stack),
    now: world.clock.now(),
    prices: (priced) => Promise.resolve(listedPrice(priced)),
  });
  return planClass({ seats: all, config, layout, hours: 3, atOnce: AT_ONCE }, supply);
}

function stackOf(folder: string, name: string, own: Record<string, unknown>): Stack {
  const { project, raw } = templateOf(name);
  const settings = Object.entries(own).map(([key, value]) => [
    `rai-lab:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const config = { ...raw, ...(Object.fromEntries(settings) as Record<string, string>) };
  return {
    project,
    name,
    backend: path.join(folder, "backend"),
    passphrase: "bench",
    config: withAuthType(process.env, config, project),
    secretKeys: [],
  };
}

function halfOf(folder: string, name: string, { needs, seats }: ClassPlan): Stack {
  const capacity = needs.tokensPerMinute / 1000 / needs.deployments;
  const settings: Record<string, unknown> = { layout: "class", model: { capacity } };
  if (needs.deploymentPerSeat) settings["seats"] = seats.map(({ stack }) => stack);
  return stackOf(folder, name, settings);
}

function seatOf(folder: string, name: string, stack: string, layout: ClassLayout): Stack {
  const student = { userName: `${stack}@example.edu` };
  if (layout === "isolated") return stackOf(folder, stack, { student });
  const seat = stackOf(folder, stack, { layout: "seat", classStack: name, student });
  delete seat.config["rai-lab:model"];
  return seat;
}

/** By default a subscription has too little of everything for a large class. */
function raiseLimits({ world }: RunningCloud, seats: number): void {
  const most = 10 * seats;
  seedTable(world, "quotas", {
    accounts: { "OpenAI.S0.AccountCount": most, AccountCount: most },
    tokens: { default: most, usages: {} },
  });
  const sizes = table(world, "vm-sizes").quotas;
  const raised = Object.entries(sizes).map(([name, quota]) => [name, { ...quota, limit: most }]);
  seedTable(world, "vm-sizes", { quotas: Object.fromEntries(raised) as typeof sizes });
}
