import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import program from "../../infra";
import { parseConfig } from "../../infra/config";
import { LabError } from "../../infra/errors";
import type { ClassLayout } from "../../scripts/class/class-status";
import {
  defaultLimits,
  type FleetResult,
  type Job,
  runFleet,
  thisMachine,
  UNLIMITED_BUCKETS,
} from "../../scripts/class/fleet";
import { planClass, type ClassPlan } from "../../scripts/class/plan";
import { readSupply } from "../../scripts/class/plan/read-supply";
import { seedTable, table } from "../../scripts/cloud/azure/tables";
import type { RunningCloud } from "../../scripts/cloud/cloud";
import { embeddedEngine, type Program } from "../../scripts/engine/embedded";
import type { Engine, Result, Stack } from "../../scripts/engine/engine";
import { azureSession } from "../../scripts/lib/azure/session";
import { withAuthType } from "../../scripts/lib/stack/databricks-auth-type";
import { PROJECT } from "../../scripts/lib/stack/paths";
import { readSettings } from "../../scripts/lib/stack/settings";
import { listedPrice } from "../../scripts/prices";
import { providers } from "../../scripts/providers";
import { wallClock } from "../../scripts/base/clock";
import { startCloudWithoutModel } from "../local-cloud";
import { toPulumiConfig } from "../pulumi-config";

const ISOLATED: ClassLayout = "isolated";

/** What distinguishes a class of a bench. */
export interface LocalClassOptions {
  seats: number;
  layout?: ClassLayout;
  /** The program of a stack. @default the lab's */
  program?: (stack: Stack) => Program;
  /** A program that does nothing for so long is given up. */
  idleTimeoutMs?: number;
}

/** A class on a local cloud of its own, in this process, with room for all of its seats. */
export class LocalClass {
  readonly name: string;
  private readonly engine: Engine;

  private constructor(
    private readonly folder: string,
    readonly cloud: RunningCloud,
    readonly options: Required<Pick<LocalClassOptions, "seats" | "layout">> & LocalClassOptions,
  ) {
    this.name = `${options.layout}${options.seats}`;
    this.engine = embeddedEngine({
      program: options.program ?? (() => program),
      plugins: providers({ connection: cloud.connection }),
      localOnly: [cloud.connection.arm],
      ...(options.idleTimeoutMs !== undefined && { idleTimeoutMs: options.idleTimeoutMs }),
    });
  }

  static async open(options: LocalClassOptions): Promise<LocalClass> {
    const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-class-"));
    const cloud = await startCloudWithoutModel({ folder });
    Object.assign(process.env, cloud.connection.env);
    raiseLimits(cloud, 10 * options.seats);
    return new LocalClass(folder, cloud, { ...options, layout: options.layout ?? ISOLATED });
  }

  async close(): Promise<void> {
    await this.cloud.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The names of the seats' stacks. */
  get stacks(): string[] {
    return Array.from({ length: this.options.seats }, (_, i) => `${this.name}-s${i}`);
  }

  /** The settings of a seat's lab; they are the plan's template too. */
  get template() {
    const { project, config } = readSettings(PROJECT, "dev");
    const raw = { ...config, "rai-lab:model": JSON.stringify({ capacity: 1 }) };
    return { project, raw, config: parseConfig(raw, project, this.name) };
  }

  /** @throws Error when the class is not possible */
  async plan(): Promise<ClassPlan> {
    const { connection, world } = this.cloud;
    const { config } = this.template;
    const { concurrency: atOnce } = defaultLimits(thisMachine());
    const supply = await readSupply({
      session: await azureSession(connection.env),
      config,
      stacks: this.stacks,
      now: world.clock.now(),
      prices: (priced) => Promise.resolve(listedPrice(priced)),
    });
    const seats = this.stacks.map((stack) => ({ slug: stack, stack }));
    const { layout } = this.options;
    const plan = planClass({ seats, config, layout, hours: 3, atOnce }, supply);
    if (plan.feasible !== true) throw new Error(plan.reasons.join("\n"));
    return plan;
  }

  /** One operation on each of the stacks, as `lab class up --local` schedules them. */
  fleet(what: "up" | "destroy" | "recover", stacks: readonly string[]): Promise<FleetResult> {
    const jobs = stacks.map((stack): Job => ({
      stack,
      during: what === "destroy" ? "stopping" : "starting",
      after: [],
      exclusive: [],
      calls: { reads: 0, writes: 0, deletes: 0 },
      memory: 0,
      run: async () => {
        throwFailures(await this.engine[what](this.stackOf(stack)));
        return { state: what === "destroy" ? "gone" : "ready" };
      },
    }));
    return runFleet(jobs, {
      limits: { ...defaultLimits(thisMachine()), buckets: UNLIMITED_BUCKETS },
      keepGoing: true,
      clock: wallClock,
      random: Math.random,
      signal: new AbortController().signal,
      onChange: () => undefined,
    });
  }

  /** As `fleet`. @throws Error when a stack fails */
  async fleetOrThrow(what: "up" | "destroy", stacks: readonly string[]): Promise<void> {
    const failed = failedOf(await this.fleet(what, stacks));
    if (failed.length > 0)
      throw new Error(failed.map(({ stack, reason }) => `${stack}: ${reason}`).join("\n"));
  }

  /** What all seats share, in the layout that shares. */
  async half(what: "up" | "destroy", { needs }: ClassPlan): Promise<void> {
    if (this.options.layout === ISOLATED) return;
    const capacity = needs.tokensPerMinute / 1000 / needs.deployments;
    const perSeat = needs.deploymentPerSeat ? { seats: this.stacks } : {};
    const settings = { layout: "class", model: { capacity }, ...perSeat };
    throwFailures(await this.engine[what](this.settingsOf(this.name, settings)));
  }

  private stackOf(stack: string): Stack {
    const student = { userName: `${stack}@example.edu` };
    if (this.options.layout === ISOLATED) return this.settingsOf(stack, { student });
    const seat = this.settingsOf(stack, { layout: "seat", classStack: this.name, student });
    delete seat.config["rai-lab:model"];
    return seat;
  }

  private settingsOf(name: string, own: Record<string, unknown>): Stack {
    const { project, raw } = this.template;
    return {
      project,
      name,
      backend: path.join(this.folder, "backend"),
      passphrase: "bench",
      config: withAuthType(process.env, { ...raw, ...toPulumiConfig(own) }, project),
      secretKeys: [],
    };
  }
}

/** What did not end as it should. */
export const failedOf = ({ outcomes }: FleetResult) =>
  outcomes.filter(({ state }) => state !== "ready" && state !== "gone");

/** @throws LabError with what the engine reports */
function throwFailures({ failures }: Result): void {
  const message = failures.map((f) => `${f.urn}: ${f.message}`).join("\n");
  if (failures.length > 0) throw new LabError("deployment", message);
}

/** By default a subscription has too little of everything for a large class. */
function raiseLimits({ world }: RunningCloud, most: number): void {
  seedTable(world, "quotas", {
    accounts: { "OpenAI.S0.AccountCount": most, AccountCount: most },
    tokens: { default: most, usages: {} },
  });
  const sizes = table(world, "vm-sizes").quotas;
  const raised = Object.entries(sizes).map(([name, quota]) => [name, { ...quota, limit: most }]);
  seedTable(world, "vm-sizes", { quotas: Object.fromEntries(raised) as typeof sizes });
}
