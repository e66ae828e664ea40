import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import type { JsonObject } from "../../infra/json-object";
import { messageOf } from "../../infra/errors";
import labProgram from "../../infra";
import { startCloud } from "../../scripts/cloud/cloud";
import { providers } from "../../scripts/providers";
import { embeddedEngine } from "../../scripts/engine/embedded";
import type { Engine, Result, Stack, RunOptions } from "../../scripts/engine/engine";
import type { Plugin, Provider } from "../../scripts/engine/plugin";
import { masked } from "../../scripts/lib/shell/table";
import { asPulumi } from "../properties/configurations";
import { canaryOf, formsIn } from "./canary";
import { deployable, type Deployable, type Layout } from "./deployments";

/** A key where it must not be. */
export interface Leak {
  configuration: string;
  /** A file, an event, a result or a collection of the local cloud. */
  place: string;
  form: string;
}

/** Stacks, by their layout. */
export type Count = Record<Layout, number>;

export interface Searched {
  /** Stacks of deployments that were stood up and taken down without failures; and of all, how many knew a key. */
  stood: Count;
  withKey: Count;
  /** Places where the key must be and was: secrets of a workspace. Without any, the search would prove nothing. */
  atHome: number;
  files: number;
  bytes: number;
  leaks: Leak[];
  failures: string[];
}

export interface Search {
  /** At least so many: a class and its seat are two. */
  configurations: number;
  seed: number;
  /** For tests: a program that leaks. */
  program?: () => Promise<Record<string, pulumi.Input<unknown>>>;
}

/** Where a workspace keeps its secrets: the only collection that may hold a key that a program wrote. */
const HOME = "databricks/secrets";
/** More deployments than one search has: each has a seed of its own. */
const RUNS = 10_000;

const none = (): Count => ({ lab: 0, class: 0, seat: 0 });

/**
 * Stands random configurations up and takes them down, on a local cloud whose accounts answer with a canary as their
 * key, and looks for it: in state, backups, checkpoints and journals (after `up`, after a rotation of the key, after
 * `destroy`), in logs, events, results and what is printed, and in everything the cloud holds besides secrets. The cloud keeps its accounts' own keys by
 * nature; those are others, since the canary is put in where the provider hands a key to the program.
 */
export async function searchSecrets({
  configurations,
  seed,
  program = labProgram,
}: Search): Promise<Searched> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-secrets-"));
  const world = path.join(folder, "cloud");
  const cloud = await startCloud({
    folder: world,
    model: () => Promise.reject(new Error("nobody asks the model here")),
  });
  const environment = { ...process.env };
  Object.assign(process.env, cloud.connection.env);
  const found: Searched = {
    stood: none(),
    withKey: none(),
    atHome: 0,
    files: 0,
    bytes: 0,
    leaks: [],
    failures: [],
  };
  try {
    let key = "";
    const plugins = providers({ connection: cloud.connection });
    const engine = embeddedEngine({
      program: () => program,
      plugins: { ...plugins, "azure-native": withKey(plugins["azure-native"]!, () => key) },
      localOnly: [cloud.connection.arm, cloud.connection.authority],
    });
    const backend = path.join(folder, "backend");
    const { student } = cloud.connection;
    for (let [run, made] = [0, 0]; made < configurations; run++) {
      const numbered = { seed: seed * RUNS + run, numRuns: 1 };
      const stacks = fc.sample(deployable({ student, run: `${seed}-${run}` }), numbered)[0]!;
      const setKey = (day: number): string => (key = canaryOf(`${seed}/${run}/${day}`));
      await stand(engine, stacks, backend, setKey, found);
      rmSync(backend, { recursive: true, force: true });
      made += stacks.length;
    }
    searchWorld(world, found);
    return found;
  } finally {
    await cloud.stop();
    for (const name of Object.keys(cloud.connection.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, environment);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The provider, of which every account has this key. */
const withKey = (plugin: Plugin, key: () => string): Plugin => ({
  version: plugin.version,
  configure: async (...args) => {
    const real = await plugin.configure(...args);
    const invoke: Provider["invoke"] = async (request) => {
      const answer = await real.invoke!(request);
      if (!request.token.endsWith("listAccountKeys")) return answer;
      return { ...answer, result: { ...answer.result, key1: key(), key2: key() } };
    };
    // Everything else is the real one's, whose methods live on its class.
    return Object.assign(Object.create(real) as Provider, { invoke });
  },
});

/** One deployment's life, and what is written and said in it. */
async function stand(
  engine: Engine,
  deployment: readonly Deployable[],
  backend: string,
  setKey: (day: number) => string,
  found: Searched,
): Promise<void> {
  const [told, printed]: [string[], string[]] = [[], []];
  const restore = listen((text) => printed.push(text));
  const watch: RunOptions = {
    onStep: (e) => told.push(JSON.stringify(e)),
    onLog: (e) => told.push(JSON.stringify(e)),
  };
  const failures: string[] = [];
  const configuration = JSON.stringify(deployment.map(({ name, values }) => ({ name, ...values })));
  const look = (place: string, text: string): void => {
    found.bytes += text.length;
    for (const form of formsIn(text)) found.leaks.push({ configuration, place, form });
  };
  const note = (what: string, { outputs, secretOutputs, ...others }: Result): void => {
    // As commands print it.
    look(
      `the result of ${what}`,
      JSON.stringify({ ...others, outputs: masked(outputs, secretOutputs) }),
    );
    for (const file of filesIn(backend)) {
      found.files++;
      look(`${path.relative(backend, file)} after ${what}`, readFileSync(file, "latin1"));
    }
    failures.push(...others.failures.map((f) => `${what}: ${f.urn}: ${f.message}`));
  };
  const stacks = deployment.map(({ name, layout, values }) => ({
    layout,
    stack: stackOf(name, backend, values),
  }));
  try {
    setKey(1);
    for (const { layout, stack } of stacks) {
      look("the plan", JSON.stringify(await engine.preview(stack, watch)));
      const up = await engine.up(stack, watch);
      note("up", up);
      if (typeof up.outputs["openaiKey"] === "string") found.withKey[layout]++;
    }
    setKey(2);
    for (const { stack } of stacks) note("a rotation", await engine.up(stack, watch));
    for (const { stack } of stacks) note("a refresh", await engine.refresh(stack, watch));
    for (const { stack } of [...stacks].reverse())
      note("destroy", await engine.destroy(stack, watch));
  } catch (error) {
    failures.push(messageOf(error));
  } finally {
    restore();
  }
  look("events and logs", told.join("\n"));
  look("stdout and stderr", printed.join("\n"));
  if (failures.length === 0) for (const { layout } of deployment) found.stood[layout]++;
  found.failures.push(...failures.map((failure) => `${failure}\n    ${configuration}`));
}

const stackOf = (name: string, backend: string, values: JsonObject): Stack => ({
  project: "rai-lab",
  name,
  backend,
  passphrase: "bench",
  config: asPulumi(values),
  secretKeys: [],
});

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Hears what this process prints, and lets it through. */
function listen(hear: (text: string) => void): () => void {
  const streams = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, ...rest: never[]) => {
      hear(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      return write(chunk, ...rest);
    };
    return () => void (stream.write = write);
  });
  return () => streams.forEach((restore) => restore());
}

/** Everything that the cloud ever held, deleted things included: its file is a log. */
function searchWorld(folder: string, found: Searched): void {
  for (const line of readFileSync(path.join(folder, "cloud.jsonl"), "utf8").split("\n")) {
    found.bytes += line.length;
    for (const form of formsIn(line)) {
      const [collection = "", key = ""] = JSON.parse(line) as string[];
      if (collection === HOME) found.atHome++;
      else found.leaks.push({ configuration: key, place: `the cloud's ${collection}`, form });
    }
  }
}
