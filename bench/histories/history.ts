import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import program from "../../infra";
import { messageOf } from "../../infra/errors";
import { destroy } from "../../scripts/commands/destroy";
import { proof } from "../../scripts/commands/proof";
import { recover } from "../../scripts/commands/recover";
import { up } from "../../scripts/commands/up";
import { embeddedEngine } from "../../scripts/engine/embedded";
import { providers } from "../../scripts/providers";
import type { LabCommand } from "../../scripts/lib/shell/command";
import { differences, thingsOf, urnsOf } from "../convergence";
import {
  scenariosOf,
  settingsIn,
  type Layout,
  type Operation,
  type StackSettings,
} from "../kills/scenarios";
import { localStack, signIn } from "../local-stack";
import { startLocalStacks, type Ended, type LocalStacks } from "../local-stacks";
import { drawFaults, type Calls, type PlannedFault } from "./faults";

/** The life of one stack: its first settings, those of its update, and the class that it needs. */
export interface Life {
  layout: Layout;
  shared: StackSettings[];
  first: StackSettings;
  changed: StackSettings;
}

/** Every layout with each of its updates. */
export const LIVES: readonly Life[] = scenariosOf(1)
  .filter(({ operation }) => operation === "update")
  .map(({ layout, before, stacks: [changed] }) => ({
    layout,
    shared: before.slice(0, -1),
    first: before.at(-1)!,
    changed: changed!,
  }));

/** What is done after an operation that failed. */
export type Repair = "recover" | "again" | "clear";

/** What came of a history. */
export interface Outcome {
  /** One for each fault that came, however many calls in turn it hit. */
  fired: PlannedFault[];
  /** What failed in the operation itself. */
  failures: string[];
  /** Why the wanted state is not there; empty: it is. */
  problems: string[];
}

/** An operation without a fault: the calls that it makes, and what it leaves. */
export interface Reference {
  calls: Calls;
  things: string[];
  urns: string[];
}

const COMMANDS: Record<Operation, [LabCommand, ...string[]]> = {
  up: [up],
  update: [up, "--allow-data-loss"],
  destroy: [destroy, "--yes", "--allow-data-loss"],
};
/** Where a stack stands before an operation. */
const BEFORE: Record<Operation, Operation> = { up: "destroy", update: "up", destroy: "update" };
/** Longer than any operation of the cloud. */
const SETTLED_MS = 3_600_000;

/** One stack in a local cloud of this process, through its operations, with faults and without. */
export class StackLife {
  private stacks: LocalStacks | undefined;
  /** The last operation; none in a new world. */
  private at: Operation = "destroy";
  private readonly references = new Map<Operation, Reference>();

  constructor(
    private readonly folder: string,
    readonly life: Life,
  ) {}

  /**
   * Runs an operation with the faults of a seed, as the engine of `lab up` and `lab class` does. After
   * a failure it is repaired, and the command runs once without a fault.
   */
  async run(operation: Operation, seed: number, repair: Repair): Promise<Outcome> {
    const reference = await this.reference(operation);
    const stacks = await this.standing(BEFORE[operation]);
    this.settle(stacks, operation);
    const plan = drawFaults(reference.calls, seed);
    const fired = new Map<number, PlannedFault>();
    stacks.world.faults.follow((name, nth) => {
      const fault = plan.find((one) => one.operation === name && one.nth === nth);
      if (fault) fired.set(fault.number, fault);
      return fault?.answer;
    });
    const failed = await this.operate(stacks, operation);
    stacks.world.faults.follow(undefined);
    const failures = failed.length > 0 ? failed : await this.prove(stacks, operation);
    const repairs = failures.length === 0 ? [] : await this.repair(stacks, operation, repair);
    const problems = [...repairs, ...(await this.compare(stacks, reference))];
    if (problems.length === 0) this.at = operation;
    else await this.close();
    return { fired: [...fired.values()], failures, problems };
  }

  async close(): Promise<void> {
    const { stacks } = this;
    this.stacks = undefined;
    // Names end in a part of the world's subscription.
    this.references.clear();
    if (!stacks) return;
    await stacks.stop();
    rmSync(stacks.home, { recursive: true, force: true });
  }

  /** Runs the operation once without a fault. */
  async reference(operation: Operation): Promise<Reference> {
    const known = this.references.get(operation);
    if (known) return known;
    const stacks = await this.standing(BEFORE[operation]);
    this.settle(stacks, operation);
    const calls = new Map<string, number>();
    stacks.world.faults.follow((name, nth) => void calls.set(name, nth));
    const failures = await this.operate(stacks, operation);
    stacks.world.faults.follow(undefined);
    if (failures.length > 0) throw new Error(`without a fault: ${failures.join("; ")}`);
    const reference = { calls, ...(await this.picture(stacks)) };
    this.references.set(operation, reference);
    this.at = operation;
    return reference;
  }

  /** The world with the stack where it stands after an operation. */
  private async standing(after: Operation): Promise<LocalStacks> {
    const stacks = this.stacks ?? (await this.createWorld());
    while (this.at !== after) {
      const next = (Object.keys(BEFORE) as Operation[]).find((one) => BEFORE[one] === this.at)!;
      this.settle(stacks, next);
      requireDone(await this.command(stacks, next));
      this.at = next;
    }
    return stacks;
  }

  private async createWorld(): Promise<LocalStacks> {
    const stacks = await startLocalStacks(mkdtempSync(path.join(this.folder, "world-")));
    for (const { name, settings } of this.life.shared) {
      stacks.settle(name, settings);
      requireDone(await stacks.run(up, name, "--local"));
    }
    this.stacks = stacks;
    this.at = "destroy";
    return stacks;
  }

  private settle(stacks: LocalStacks, operation: Operation): void {
    const wanted = operation === "up" ? this.life.first : this.life.changed;
    stacks.settle(wanted.name, settingsIn(stacks.connection, wanted));
  }

  private async operate(
    { home, connection }: LocalStacks,
    operation: Operation,
  ): Promise<string[]> {
    signIn(connection);
    const engine = embeddedEngine({
      program: () => program,
      plugins: providers({ connection }),
      localOnly: [connection.arm, connection.authority],
    });
    const stack = localStack(home, connection, this.life.first.name);
    const does = operation === "destroy" ? "destroy" : "up";
    try {
      const { failures } = await engine[does](stack);
      return failures.map(({ urn, message }) => `${urn.split("::").at(-1)}: ${message}`);
    } catch (error) {
      return [messageOf(error)];
    }
  }

  /** What is left after a destroy without failures: a command says it as the last thing that it does. */
  private async prove(stacks: LocalStacks, operation: Operation): Promise<string[]> {
    if (operation !== "destroy") return [];
    return problemsOf("proof", await stacks.run(proof, this.life.first.name, "--local"));
  }

  private command(stacks: LocalStacks, operation: Operation): Promise<Ended> {
    const [command, ...flags] = COMMANDS[operation];
    return stacks.run(command, this.life.first.name, "--local", ...flags);
  }

  /** Repairs, and runs the command once more. Returns what went wrong with either. */
  private async repair(
    stacks: LocalStacks,
    operation: Operation,
    repair: Repair,
  ): Promise<string[]> {
    const { name } = this.life.first;
    if (repair === "clear") clearPending(stacks.stateFile(name));
    const recovered =
      repair === "recover" ? problemsOf("recover", await stacks.run(recover, name, "--local")) : [];
    return [...recovered, ...problemsOf(operation, await this.command(stacks, operation))];
  }

  private async compare(stacks: LocalStacks, { things, urns }: Reference): Promise<string[]> {
    const found = await this.picture(stacks);
    return [...differences(things, found.things), ...differences(urns, found.urns)];
  }

  /** What stands when every operation of the cloud has ended. */
  private async picture({ world, home }: LocalStacks): Promise<Omit<Reference, "calls">> {
    world.clock.advance(SETTLED_MS);
    await world.operations.completeDue();
    return { things: thingsOf(home), urns: urnsOf(home, [this.life.first.name]) };
  }
}

function requireDone(ended: Ended): void {
  const problems = problemsOf("a preparation", ended);
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

function problemsOf(what: string, { exitCode, error, printed }: Ended): string[] {
  if (exitCode === 0) return [];
  return [`${what}: ${error === undefined ? printed : messageOf(error)}`];
}

/** What people do to a state with pending operations: edit it. */
function clearPending(file: string): void {
  const state = JSON.parse(readFileSync(file, "utf8")) as {
    checkpoint: { latest?: { pending_operations?: unknown } };
  };
  delete state.checkpoint.latest?.pending_operations;
  writeFileSync(file, JSON.stringify(state));
}
