import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { copyProject } from "../../../bench/project-copy";
import { toPulumiConfig } from "../../../bench/pulumi-config";
import { messageOf } from "../../../infra/errors";
import { azureStore } from "../../../scripts/cloud/azure/store";
import { startCloud, type RunningCloud } from "../../../scripts/cloud/cloud";
import type { World } from "../../../scripts/cloud/core/world";
import { workspaceStore, type WorkspaceStore } from "../../../scripts/cloud/databricks/store";
import type { Failure, Stack, StepEvent } from "../../../scripts/engine/engine";
import { stateOf, type State } from "../engine/harness";
import type { OperationRequest, OperationResponse } from "./messages";
import { inventoryOf } from "./inventory";
import { isCliInstalled, skipWithoutCli } from "../engine/pulumi-cli";

/** What one operation did to a lab. */
export interface OperationResult {
  /** By the resource's name: what happened to it; unchanged ones, components and the stack itself are left out. */
  changed: Record<string, string>;
  /** `delete compute-cluster` where it began and `deleted compute-cluster` where it was done. */
  order: string[];
  /** Requests of the two providers, `METHOD URL`. */
  calls: string[];
  failures: Failure[];
  /** What a refresh found changed: property paths by the resource's name. */
  drift: Record<string, string[]>;
}

/** One stack on a local cloud that the test can reach into, run by the embedded engine. */
export class Lab {
  private readonly stack: Stack;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly harness: LabHarness,
    name: string,
  ) {
    const { connection } = harness.cloud;
    this.stack = {
      project: "rai-lab",
      name,
      backend: path.join(harness.folder, "backend"),
      passphrase: connection.env.PULUMI_CONFIG_PASSPHRASE ?? "",
      config: {},
      secretKeys: [],
    };
  }

  /** `settings` are those of `rai-lab:`, over a student and an expiry. */
  up(settings: Record<string, unknown> = {}): Promise<OperationResult> {
    return this.run("up", settings);
  }
  preview(settings: Record<string, unknown> = {}): Promise<OperationResult> {
    return this.run("preview", settings);
  }
  /** An `up` that is killed right after it has made `name`. */
  async killed(name: string, settings: Record<string, unknown> = {}): Promise<void> {
    const did = this.run("up", settings, name).catch((error: unknown) => messageOf(error));
    expect(await did).toBe(ENDED);
  }
  recover(): Promise<OperationResult> {
    return this.run("recover");
  }
  refresh(): Promise<OperationResult> {
    return this.run("refresh");
  }
  destroy(): Promise<OperationResult> {
    return this.run("destroy");
  }

  get state(): State {
    return stateOf(this.stack);
  }
  get world(): World {
    return this.harness.cloud.world;
  }
  /** What it has in the cloud, comparable with that of any other. */
  get inventory(): Record<string, unknown> {
    return inventoryOf(this.world, this.stack.name);
  }

  /** What its workspace holds. */
  get workspace(): WorkspaceStore {
    const { workspaces } = azureStore(this.world);
    const mine = workspaces.values().find(({ tags }) => tags?.["stack"] === this.stack.name);
    if (!mine) throw new Error(`stack ${this.stack.name} has no workspace`);
    return workspaceStore(this.world.store, mine.workspaceId);
  }

  /** One after the other, also after a test that gave up in the middle. */
  private run(
    operation: OperationRequest["operation"],
    settings?: Record<string, unknown>,
    killAfter?: string,
  ): Promise<OperationResult> {
    const turn = this.last.then(() => this.operate(operation, settings, killAfter));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async operate(
    operation: OperationRequest["operation"],
    settings?: Record<string, unknown>,
    killAfter?: string,
  ): Promise<OperationResult> {
    if (settings) this.stack.config = configOf(settings);
    const done = await this.harness.ask({
      operation,
      stack: this.stack,
      ...(killAfter && { killAfter }),
    });
    if (done.error !== undefined) throw new Error(done.error);
    const { steps, calls, failures } = done;
    return {
      changed: changesOf(steps),
      order: steps.filter(isCloudChange).flatMap(momentsOf),
      calls,
      failures,
      drift: Object.fromEntries(steps.flatMap(({ name, drift }) => (drift ? [[name, drift]] : []))),
    };
  }
}

const ENDED = "the engine's process ended";

/** A local cloud, and the process that runs the engine on a copy of the program, whose files a test may change. */
export class LabHarness {
  private child: ChildProcess | undefined;
  private readonly waiting = new Map<number, (done: OperationResponse) => void>();
  private asked = 0;

  private constructor(
    readonly folder: string,
    readonly cloud: RunningCloud,
    private readonly engine: OperationRequest["engine"],
  ) {}

  static async start(engine: OperationRequest["engine"] = "embedded"): Promise<LabHarness> {
    const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-lifecycle-"));
    const project = path.join(folder, "project");
    copyProject(project);
    const cloud = await startCloud({
      folder,
      seed: "lifecycle",
      model: () => Promise.reject(new Error("no model")),
    });
    return new LabHarness(folder, cloud, engine);
  }

  /** A file of the copied program. */
  file(name: string): string {
    return path.join(this.folder, "project", name);
  }

  lab(name: string): Lab {
    return new Lab(this, name);
  }

  ask(
    what: Pick<OperationRequest, "operation" | "stack" | "killAfter">,
  ): Promise<OperationResponse> {
    const id = ++this.asked;
    this.child ??= this.start();
    const { child } = this;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      child.send({ id, engine: this.engine, connection: this.cloud.connection, ...what });
    });
  }

  /** A process group of its own, which can be killed as a whole. */
  private start(): ChildProcess {
    const child = fork(path.join(__dirname, "child.ts"), {
      cwd: path.join(this.folder, "project"),
      execArgv: ["--import", require.resolve("tsx")],
      detached: true,
    });
    child.on("message", (done: OperationResponse) => {
      this.waiting.get(done.id)?.(done);
      this.waiting.delete(done.id);
    });
    child.on("exit", () => {
      this.child = undefined;
      for (const [id, resolve] of this.waiting) resolve({ id, error: ENDED });
      this.waiting.clear();
    });
    return child;
  }

  async stop(): Promise<void> {
    this.child?.kill();
    killProcessesIn(this.folder);
    await this.cloud.stop();
    rmSync(this.folder, { recursive: true });
  }
}

/** A killed CLI leaves its plugins behind: they have sessions of their own, and wait for an engine for ever. */
function killProcessesIn(folder: string): void {
  if (process.platform !== "linux") return;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)) process.kill(Number(pid));
    } catch {
      // It has ended, or is somebody else's.
    }
  }
}

export const ENGINES = ["embedded", "pulumi"] as const;

/** A harness for the tests of one `describe`. Where there is no CLI, those of its engine are skipped with that reason. */
export function useHarness(engine: OperationRequest["engine"]): () => LabHarness {
  const missing = engine === "pulumi" && !isCliInstalled;
  let harness: LabHarness | undefined;
  beforeAll(async () => {
    if (!missing) harness = await LabHarness.start(engine);
  });
  skipWithoutCli(engine === "pulumi");
  afterAll(() => harness?.stop());
  return () => {
    if (!harness) throw new Error("a harness is there once the tests run");
    return harness;
  };
}

const configOf = (settings: Record<string, unknown>): Record<string, string> =>
  toPulumiConfig({
    student: { userName: "student@rai-lab.example" },
    expires: "2027-01-31",
    ...settings,
  });

const isCloudChange = ({ type, operation }: StepEvent): boolean =>
  operation !== "same" && !type.startsWith("rai-lab:index:") && type !== "pulumi:pulumi:Stack";

function changesOf(steps: StepEvent[]): Record<string, string> {
  const seen: Record<string, string> = {};
  for (const step of steps.filter(isCloudChange))
    if (step.phase === "done") seen[step.name] = step.operation;
  return seen;
}

const PAST: Record<string, string> = { start: "", done: "d", failed: " failed" };

function momentsOf({ operation, part, name, phase }: StepEvent): string[] {
  const verb = operation === "replace" ? (part ?? "create") : operation;
  return [phase === "failed" ? `${verb} failed ${name}` : `${verb}${PAST[phase] ?? ""} ${name}`];
}

/** Whether `first` came before `second` in `did.order`; both must be there. */
export function before(did: OperationResult, first: string, second: string): boolean {
  const [a, b] = [did.order.indexOf(first), did.order.indexOf(second)];
  if (a < 0 || b < 0)
    throw new Error(`not both of "${first}" and "${second}" in: ${did.order.join(", ")}`);
  return a < b;
}
