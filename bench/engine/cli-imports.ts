/** The Pulumi CLI as a judge of states: `pulumi stack import` of many at once. */
import * as path from "node:path";
import { mkdirSync, writeFileSync } from "node:fs";
import { messageOf } from "../../infra/errors";
import { createStack, importState, type NamedStack } from "../../scripts/engine/cli/state";
import { openWorkspace } from "../../scripts/engine/cli/workspace";
import type { StoredDeployment } from "../../scripts/engine/state/stored-deployment";
import type { StateJudge, WrittenState } from "./random-states";
import { stackOf } from "./thing";

/** So many states are one import: reading them costs less than a start of the CLI. */
const AT_ONCE = 200;
const STACK = "all";

/** A stack of the CLI, into which states of any number of other stacks are imported. */
export class CliImports implements StateJudge {
  /** States that were imported. */
  accepted = 0;
  /** Why the CLI refused some: it names the first reason of an import. */
  readonly refused: string[] = [];
  private readonly waiting: WrittenState[] = [];

  private constructor(
    private readonly folder: string,
    private readonly stack: NamedStack,
  ) {}

  /** @param folder an empty one @throws LabError `missing-tool`, `state-unwritable` without a CLI */
  static async open(folder: string): Promise<CliImports> {
    writeFileSync(path.join(folder, "Pulumi.yaml"), "name: bench\nruntime: nodejs\n");
    const backend = path.join(folder, "backend");
    mkdirSync(backend);
    const home = path.join(folder, "home");
    const workspace = openWorkspace({ folder, env: process.env, home }, stackOf(backend, STACK));
    const stack = { name: STACK, workspace };
    await createStack(stack);
    return new CliImports(folder, stack);
  }

  /** Imports it, at once or together with others that come later. */
  async add(state: WrittenState): Promise<void> {
    this.waiting.push(state);
    if (this.waiting.length >= AT_ONCE) await this.flush();
  }

  /** Imports what is still waiting. */
  async flush(): Promise<void> {
    const states = this.waiting.splice(0);
    if (states.length === 0) return;
    try {
      await importState(this.stack, together(states), this.folder);
      this.accepted += states.length;
    } catch (error) {
      this.refused.push(`one of ${namesIn(states, messageOf(error))}`);
    }
  }
}

interface StateFile {
  version: number;
  features?: string[];
  checkpoint: { latest: StoredDeployment };
}

/** One state with the resources of all, each under a project of its own: no two have a URN in common. */
function together(states: readonly WrittenState[]) {
  const files = states.map(({ text }, i) => JSON.parse(moved(text, i)) as StateFile);
  const deployments = files.map(({ checkpoint }) => checkpoint.latest);
  const keys = new Set(deployments.map((one) => JSON.stringify(one.secrets_providers)));
  if (keys.size > 1) throw new Error("states with other salts cannot be imported together");
  const { version, features } = files.reduce((a, b) => (b.version > a.version ? b : a));
  return {
    version,
    features,
    deployment: {
      ...deployments[0],
      resources: deployments.flatMap((one) => one.resources ?? []),
      pending_operations: deployments.flatMap((one) => one.pending_operations ?? []),
    },
  };
}

const moved = (text: string, i: number): string =>
  text.replaceAll(/urn:pulumi:[^:]+::[^:]+::/g, `urn:pulumi:${STACK}::p${i}::`);

/** A refusal with the states that its URNs are of. */
function namesIn(states: readonly WrittenState[], message: string): string {
  const names = [...message.matchAll(/urn:pulumi:all::p(\d+)::/g)].map(
    ([, i]) => states[Number(i)]!.name,
  );
  return `${states.length} states (${[...new Set(names)].join(", ")}): ${message}`;
}
