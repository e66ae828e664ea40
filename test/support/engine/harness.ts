/** Stacks and engines for tests: a temporary backend, the fake cloud, a program. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Resource } from "@pulumi/pulumi";
import {
  embeddedEngine,
  type EmbeddedOptions,
  type InlineProgram,
} from "../../../scripts/engine/embedded";
import type { Engine, Stack } from "../../../scripts/engine/engine";
import { FakeCloud, fakePlugin } from "./cloud";

const PASSPHRASE = "correct horse";

export const stackIn = (backend: string, name = "dev"): Stack => ({
  project: "demo",
  name,
  backend,
  passphrase: PASSPHRASE,
  config: {},
  secretKeys: [],
});
export const newStack = (name?: string): Stack =>
  stackIn(mkdtempSync(join(tmpdir(), "rai-lab-engine-")), name);

/** A program from what it builds: outputs where it returns a plain record, none where it returns resources. */
export const program =
  (build: () => unknown): InlineProgram =>
  () => {
    const built = build();
    const isOutputs =
      typeof built === "object" &&
      built !== null &&
      !Array.isArray(built) &&
      !Resource.isInstance(built);
    return Promise.resolve(isOutputs ? { ...built } : undefined);
  };

/** An engine whose program can be exchanged between operations. */
export class EngineHarness {
  program: InlineProgram = () => Promise.resolve({});
  readonly engine: Engine;

  constructor(
    readonly cloud = new FakeCloud(),
    readonly stack = newStack(),
    options: Partial<EmbeddedOptions> = {},
  ) {
    this.engine = embeddedEngine({
      program: () => () => this.program(),
      plugins: { fake: fakePlugin(cloud) },
      localOnly: [],
      ...options,
    });
  }

  up(program: InlineProgram) {
    this.program = program;
    return this.engine.up(this.stack);
  }
  preview(program: InlineProgram) {
    this.program = program;
    return this.engine.preview(this.stack);
  }

  get stateFile(): string {
    return stateFileOf(this.stack);
  }
  get state(): State {
    return stateOf(this.stack);
  }
  /** What changed in the cloud since the last question. */
  calls(): string[] {
    return this.cloud.log.splice(0);
  }
}

/** Names of resources as they stand in the state, without providers and the stack. */
export interface StateEntry {
  urn: string;
  type: string;
  id?: string;
  delete?: boolean;
  pendingReplacement?: boolean;
  initErrors?: string[];
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  [key: string]: unknown;
}
export interface State {
  manifest: { version: string; magic: string; time: string };
  resources: StateEntry[];
  pending_operations?: { type: string; resource: StateEntry }[];
}
export const stateFileOf = (s: Stack): string =>
  join(s.backend, ".pulumi", "stacks", s.project, `${s.name}.json`);
export const stateOf = (s: Stack): State =>
  (JSON.parse(readFileSync(stateFileOf(s), "utf8")) as { checkpoint: { latest: State } }).checkpoint
    .latest;
export const nameIn = (entry: { urn: string }): string => entry.urn.split("::").at(-1) ?? "";
