import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { isJsonObject } from "../../infra/json-object";
import { startCloud, type RunningCloud } from "../../scripts/cloud/cloud";
import type { Job } from "./messages";
import { ProgressWatch, type Meter, type Progress } from "./progress";
import type { Scenario } from "./scenarios";
import { WorkerProcess } from "./worker-process";
import { readTables, runningOperations, thingsIn } from "../world-log";

/** One kill: in which operation, after which share of its progress. */
export interface Kill {
  scenario: Scenario;
  meter: Meter;
  /** From 0 to 1, of the progress of the same operation without a kill. */
  share: number;
  /** `hosted`: the killed process hosts the cloud, as commands do; `apart`: the cloud goes on. */
  cloud: "hosted" | "apart";
}

/** What came of one kill. */
export interface Outcome {
  /** What had begun and not ended when the process died; empty: the kill hit nothing. */
  open: string[];
  /** Why the stack did not converge; empty: it did. */
  problems: string[];
}

/** An operation without a kill. */
interface Reference {
  total: Progress;
  things: string[];
}

/**
 * Runs one case after the other. The worlds of two lanes have different ports, so that lanes can run at
 * the same time.
 */
export class Lane {
  private readonly templates = new Map<string, Promise<string>>();
  private readonly references = new Map<string, Promise<Reference>>();
  private readonly helper = new WorkerProcess();
  private victim = new WorkerProcess();
  private count = 0;

  constructor(private readonly folder: string) {}

  /** Kills one operation, recovers, and runs the operation again. */
  async run(kill: Kill): Promise<Outcome> {
    const { things } = await this.reference(kill.scenario);
    const folder = await this.worldOf(kill.scenario);
    try {
      const cloud = kill.cloud === "apart" ? await hostWorld(folder) : undefined;
      const outcome = await this.killAndRecover(kill, folder, cloud?.connection).finally(() =>
        cloud?.stop(),
      );
      if (outcome.open.length > 0)
        outcome.problems.push(...differences(things, thingsIn(readTables(logOf(folder)))));
      return outcome;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async killAndRecover(
    { scenario, meter, share }: Kill,
    folder: string,
    connection: Job["connection"],
  ): Promise<Outcome> {
    const { total } = await this.reference(scenario);
    const mark = Math.max(1, Math.ceil(share * total[meter]));
    const victim = this.victim;
    this.victim = new WorkerProcess();
    const watch = new ProgressWatch(folder, scenario.job.stack.name, (progress) => {
      if (progress[meter] >= mark) void victim.kill();
    });
    const ended = await victim.run({ folder, connection, ...scenario.job });
    watch.close();
    await victim.kill();
    if (ended) return { open: [], problems: [] };
    const open = [...pendingOperations(folder, scenario), ...openCalls(folder)];
    if (open.length === 0) return { open, problems: [] };
    const problems: string[] = [];
    for (const operation of ["recover", scenario.job.operation] as const) {
      const { failures } = await this.help({ folder, connection, ...scenario.job, operation });
      problems.push(...failures.map((failure) => `${operation}: ${failure}`));
    }
    return { open, problems };
  }

  /** Ends the lane's processes. */
  async close(): Promise<void> {
    await Promise.all([this.helper.kill(), this.victim.kill()]);
  }

  private async help(job: Job): Promise<{ failures: string[] }> {
    return (await this.helper.run(job)) ?? { failures: ["the process has ended"] };
  }

  /** A copy of the world in which the scenario's operation begins. */
  private async worldOf({ before }: Scenario): Promise<string> {
    const key = JSON.stringify(before);
    const template = this.templates.get(key) ?? this.createTemplate(before);
    this.templates.set(key, template);
    const folder = this.newFolder();
    cpSync(await template, folder, { recursive: true });
    return folder;
  }

  private async createTemplate(before: Scenario["before"]): Promise<string> {
    const folder = this.newFolder();
    mkdirSync(folder, { recursive: true });
    const open = { operation: "open", stack: { name: "none", config: {} } } as const;
    // Opening a world compacts its log, from whose size progress is measured.
    for (const job of [open, ...before, open]) await this.mustWork({ folder, ...job });
    return folder;
  }

  private reference(scenario: Scenario): Promise<Reference> {
    const key = JSON.stringify(scenario);
    const known = this.references.get(key) ?? this.createReference(scenario);
    this.references.set(key, known);
    return known;
  }

  private async createReference(scenario: Scenario): Promise<Reference> {
    const folder = await this.worldOf(scenario);
    const { name } = scenario.job.stack;
    const watch = new ProgressWatch(folder, name);
    await this.mustWork({ folder, ...scenario.job });
    watch.close();
    const things = thingsIn(readTables(logOf(folder)));
    const left = scenario.job.operation === "destroy" ? namedAfter(name, things) : [];
    if (left.length > 0) throw new Error(`a destroy without a kill leaves:\n${left.join("\n")}`);
    return { total: watch.progress, things };
  }

  private async mustWork(job: Job): Promise<void> {
    const { failures } = await this.help(job);
    if (failures.length > 0)
      throw new Error(`${job.operation} ${job.stack.name} without a kill: ${failures.join("\n")}`);
  }

  private newFolder(): string {
    return path.join(this.folder, `world-${++this.count}`);
  }
}

const hostWorld = (folder: string): Promise<RunningCloud> =>
  startCloud({ folder, model: () => Promise.reject(new Error("no one asks the model here")) });

const logOf = (folder: string): string => path.join(folder, "cloud.jsonl");

/** Calls of which the cloud's log says that they have begun and not ended. */
const openCalls = (folder: string): string[] => runningOperations(readTables(logOf(folder)));

/** Operations that the state says have begun and not ended. */
function pendingOperations(folder: string, { job }: Scenario): string[] {
  const file = path.join(folder, "backend/.pulumi/stacks/rai-lab", `${job.stack.name}.json`);
  if (!existsSync(file)) return [];
  const state: unknown = JSON.parse(readFileSync(file, "utf8"));
  const at = (object: unknown, key: string): unknown =>
    isJsonObject(object) ? object[key] : undefined;
  const pending = at(at(at(state, "checkpoint"), "latest"), "pending_operations");
  if (!Array.isArray(pending)) return [];
  return pending.map(
    (one) => `${String(at(one, "type"))} ${String(at(at(one, "resource"), "urn"))}`,
  );
}

/** Things of a stack, by the names that are built from the stack's name. */
const namedAfter = (stack: string, things: string[]): string[] =>
  things.filter((thing) => new RegExp(`\\brai-lab[-/]${stack}\\b`).test(thing));

/** What is missing and what is there in excess; a thing that exists twice is in excess once. */
function differences(wanted: string[], found: string[]): string[] {
  const excess = [...found];
  const missing = wanted.filter((thing) => {
    const at = excess.indexOf(thing);
    if (at >= 0) excess.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((thing) => `missing: ${thing}`),
    ...excess.map((thing) => `in excess: ${thing}`),
  ];
}
