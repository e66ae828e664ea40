import { cpSync, mkdirSync, rmSync } from "node:fs";
import * as path from "node:path";
import { publishConnection } from "../../scripts/cloud/published";
import type { CloudConnection } from "../../scripts/cloud/connection";
import type { Engine } from "../../scripts/engine/engine";
import { differences, thingsOf, urnsOf } from "../convergence";
import { startCloudWithoutModel } from "../local-cloud";
import { replaceSettings } from "../local-stack";
import type { CommandJob, CommandReport, VictimJob, VictimReport } from "./messages";
import { type Scenario, settingsIn, type StackSettings } from "./scenarios";
import { WorkerProcess } from "./worker-process";

const ENDED = "the victim ended by itself";

/** An operation without a kill: the points that it passes, and what it leaves. */
export interface Reference {
  points: string[];
  things: string[];
  urns: string[];
}

/** A kill of every stack of a scenario, each at a point of its own; undefined: it is not stopped. */
export interface Batch {
  scenario: Scenario;
  stopsAt: (string | undefined)[];
}

/** What came of it. */
export interface Outcome {
  /** The points at which stacks stopped before the kill. */
  hit: string[];
  /** Why the world did not converge; empty: it did. */
  problems: string[];
}

/** Kills one operation after the other, in worlds of its own. */
export class Lane {
  private readonly templates = new Map<string, Promise<string>>();
  private readonly references = new Map<string, Promise<Reference>>();
  private readonly commands = new WorkerProcess<CommandJob, CommandReport>("commands");
  private count = 0;

  constructor(
    private readonly folder: string,
    private readonly engine: Engine["name"] = "embedded",
  ) {}

  /** Kills the operation, then runs `lab recover` once and the operation's own command again. */
  async run({ scenario, stopsAt }: Batch): Promise<Outcome> {
    const { engine } = this;
    const reference = await this.reference(scenario);
    return this.inWorld(scenario, async (folder, connection) => {
      const missed = await this.kill(scenario, stopsAt, folder, connection);
      const hit = stopsAt.filter((point) => point !== undefined && !missed.has(point)) as string[];
      const stacks = namesOf(scenario.stacks);
      const problems = [
        ...[...missed].map(
          ([point, failures]) => `never came to: ${point} (${failures.join("; ")})`,
        ),
        ...(await this.command({ folder, command: "recover", engine, stacks })),
        ...(await this.command({ folder, command: operationOf(scenario), engine, stacks })),
        ...differences(reference.things, thingsOf(folder)),
        ...differences(reference.urns, urnsOf(folder, stacks)),
      ];
      return { hit, problems };
    });
  }

  /** Runs the operation on every stack without a kill. */
  reference(scenario: Scenario): Promise<Reference> {
    const key = JSON.stringify(scenario);
    const known = this.references.get(key) ?? this.createReference(scenario);
    this.references.set(key, known);
    return known;
  }

  /** Ends the lane's process. */
  async close(): Promise<void> {
    await this.commands.kill();
  }

  /**
   * Starts the operation on every stack, and kills it when each has stopped at its point or ended.
   * Returns the points to which a stack never came, with what failed there.
   */
  private async kill(
    scenario: Scenario,
    stopsAt: Batch["stopsAt"],
    folder: string,
    connection: CloudConnection,
  ): Promise<Map<string, string[]>> {
    const stacks = scenario.stacks.map(({ name }, i) => ({ name, stopAt: stopsAt[i] }));
    const open = new Map(stacks.map(({ name, stopAt }) => [name, stopAt]));
    const missed = new Map<string, string[]>();
    await this.operate({ folder, connection, scenario, stacks }, (one) => {
      const stopAt = open.get(one.stack);
      if (one.failures && stopAt !== undefined) missed.set(stopAt, one.failures);
      if (one.failures || one.point === stopAt) open.delete(one.stack);
      return open.size === 0;
    });
    for (const stopAt of open.values()) if (stopAt !== undefined) missed.set(stopAt, [ENDED]);
    return missed;
  }

  /** Runs a victim until `isOver` or until it ends by itself, then kills it. */
  private async operate(
    { scenario, ...where }: Omit<VictimJob, "operation" | "engine"> & { scenario: Scenario },
    isOver: (one: VictimReport) => boolean,
  ): Promise<void> {
    const victim = new WorkerProcess<VictimJob, VictimReport>("victim");
    const over = new Promise<void>((resolve) => {
      victim.onReport((one) => {
        if (isOver(one)) resolve();
      });
    });
    victim.send({ ...where, operation: operationOf(scenario), engine: this.engine });
    await Promise.race([over, victim.ended]);
    await victim.kill();
  }

  private async createReference(scenario: Scenario): Promise<Reference> {
    return this.inWorld(scenario, async (folder, connection) => {
      const stacks = scenario.stacks.map(({ name }) => ({ name }));
      const points = new Set<string>();
      const open = new Set(namesOf(scenario.stacks));
      const failures: string[] = [];
      await this.operate({ folder, connection, scenario, stacks }, (one) => {
        if (one.point !== undefined && one.stack === stacks[0]!.name) points.add(one.point);
        if (one.failures) open.delete(one.stack);
        failures.push(...(one.failures ?? []));
        return open.size === 0;
      });
      if (open.size > 0) failures.push(ENDED);
      if (failures.length > 0) throw new Error(`without a kill: ${failures.join("\n")}`);
      const names = namesOf(scenario.stacks);
      const things = thingsOf(folder);
      const left = scenario.operation === "destroy" ? namedAfter(names, things) : [];
      if (left.length > 0) throw new Error(`a destroy without a kill leaves:\n${left.join("\n")}`);
      return { points: [...points], things, urns: urnsOf(folder, names) };
    });
  }

  /** Works in a copy of the world in which the scenario's operation begins, with its settings. */
  private async inWorld<T>(
    { before, stacks }: Scenario,
    work: (folder: string, connection: CloudConnection) => Promise<T>,
  ): Promise<T> {
    const key = JSON.stringify(before);
    const template = this.templates.get(key) ?? this.createTemplate(before);
    this.templates.set(key, template);
    const folder = this.newFolder();
    cpSync(await template, folder, { recursive: true });
    try {
      return await inCloud(folder, (connection) => {
        settle(folder, stacks, connection);
        return work(folder, connection);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async createTemplate(before: StackSettings[]): Promise<string> {
    const folder = this.newFolder();
    mkdirSync(folder, { recursive: true });
    await inCloud(folder, async (connection) => {
      settle(folder, before, connection);
      const job = { folder, command: "up", engine: "embedded", stacks: namesOf(before) } as const;
      const failures = await this.command(job);
      if (failures.length > 0) throw new Error(failures.join("\n"));
    });
    return folder;
  }

  private async command(job: CommandJob): Promise<string[]> {
    if (job.stacks.length === 0) return [];
    const { commands } = this;
    const answer = commands.report();
    commands.send(job);
    const ended = commands.ended.then(() => ({ failures: ["the commands' process has ended"] }));
    return (await Promise.race([answer, ended])).failures;
  }

  private newFolder(): string {
    return path.join(this.folder, `world-${++this.count}`);
  }
}

/** Hosts the world of a folder, where commands find it, as `lab cloud` does. */
async function inCloud<T>(
  folder: string,
  work: (connection: CloudConnection) => Promise<T>,
): Promise<T> {
  const cloud = await startCloudWithoutModel({ folder });
  const withdraw = publishConnection(folder, cloud.connection);
  try {
    return await work(cloud.connection);
  } finally {
    withdraw();
    await cloud.stop();
  }
}

/** Writes the stacks' settings into the files of this machine. */
function settle(folder: string, stacks: StackSettings[], connection: CloudConnection): void {
  for (const stack of stacks) replaceSettings(folder, stack.name, settingsIn(connection, stack));
}

const namesOf = (stacks: StackSettings[]): string[] => stacks.map(({ name }) => name);
/** What an engine and a command do for the operation. */
const operationOf = ({ operation }: Scenario): VictimJob["operation"] =>
  operation === "destroy" ? "destroy" : "up";

/** Things of stacks, by the names that are built from the stacks' names. */
const namedAfter = (stacks: string[], things: string[]): string[] =>
  things.filter((thing) => new RegExp(`\\brai-lab[-/](${stacks.join("|")})\\b`).test(thing));
