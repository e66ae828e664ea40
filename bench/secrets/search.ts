import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import type { JsonObject } from "../../infra/json-object";
import { messageOf } from "../../infra/errors";
import labProgram from "../../infra";
import { providers } from "../../scripts/providers";
import { embeddedEngine } from "../../scripts/engine/embedded";
import type { Engine, Result, Stack, RunOptions } from "../../scripts/engine/engine";
import type { Plugin, Provider } from "../../scripts/engine/plugin";
import { startCloudWithoutModel } from "../local-cloud";
import { readRows } from "../world-log";
import { toPulumiConfig } from "../pulumi-config";
import { canaryOf, formsIn } from "./canary";
import { deployments, type StackConfig, type Layout } from "./deployments";

/** A place outside the secret scopes that holds a key. */
export interface Leak {
  configuration: string;
  /** A file, an event, a result or a collection of the local cloud. */
  place: string;
  form: string;
}

/** Number of stacks by layout. */
export type Count = Record<Layout, number>;

export interface SearchResult {
  /** Stacks that were deployed and destroyed without a failure. */
  deployed: Count;
  /** Stacks whose outputs hold a key. */
  withKey: Count;
  /** Secrets of workspaces that hold the key, as they must: without any, the search proves nothing. */
  inSecretScopes: number;
  /** Files that were searched; a file counts again after each operation. */
  files: number;
  bytes: number;
  leaks: Leak[];
  failures: string[];
}

/** Options of one search. */
export interface Search {
  /** At least this many stacks are deployed: a class and its seat are two. */
  configurations: number;
  seed: number;
  /** Tests pass a program that leaks. */
  program?: () => Promise<Record<string, pulumi.Input<unknown>>>;
}

/** The workspaces' secrets: the only collection of the local cloud that may hold the canary. */
const SECRETS_COLLECTION = "databricks/secrets";
/** More than one search deploys, so that no two deployments share a seed. */
const RUNS_PER_SEARCH = 10_000;

const noStacks = (): Count => ({ lab: 0, class: 0, seat: 0 });

/**
 * Deploys and destroys random configurations on a local cloud whose accounts have a canary as their
 * key, and searches for the canary:
 *
 * - in state, backups, checkpoints and journals, after every operation;
 * - in logs, events, results and in what is printed;
 * - in everything that the cloud holds, except the workspaces' secrets.
 *
 * The canary replaces a key where the provider returns it to the program. The cloud stores its
 * accounts' own keys, which are different ones.
 */
export async function searchSecrets({
  configurations,
  seed,
  program = labProgram,
}: Search): Promise<SearchResult> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-secrets-"));
  const cloudFolder = path.join(folder, "cloud");
  const cloud = await startCloudWithoutModel({ folder: cloudFolder });
  const environment = { ...process.env };
  Object.assign(process.env, cloud.connection.env);
  const result: SearchResult = {
    deployed: noStacks(),
    withKey: noStacks(),
    inSecretScopes: 0,
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
    for (let [run, stacksDone] = [0, 0]; stacksDone < configurations; run++) {
      const sampling = { seed: seed * RUNS_PER_SEARCH + run, numRuns: 1 };
      const stacks = fc.sample(deployments({ student, run: `${seed}-${run}` }), sampling)[0]!;
      const setKey = (version: number): string => (key = canaryOf(`${seed}/${run}/${version}`));
      await searchDeployment(engine, stacks, backend, setKey, result);
      rmSync(backend, { recursive: true, force: true });
      stacksDone += stacks.length;
    }
    searchCloudLog(cloudFolder, result);
    return result;
  } finally {
    await cloud.stop();
    for (const name of Object.keys(cloud.connection.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, environment);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The plugin, with `key()` as the key of every account. */
const withKey = (plugin: Plugin, key: () => string): Plugin => ({
  version: plugin.version,
  configure: async (...args) => {
    const real = await plugin.configure(...args);
    const invoke: Provider["invoke"] = async (request) => {
      const answer = await real.invoke!(request);
      if (!request.token.endsWith("listAccountKeys")) return answer;
      return { ...answer, result: { ...answer.result, key1: key(), key2: key() } };
    };
    // The real provider's methods are on its prototype: a spread would lose them.
    return Object.assign(Object.create(real) as Provider, { invoke });
  },
});

/** Deploys, rotates, refreshes and destroys one deployment, and searches what that writes and prints. */
async function searchDeployment(
  engine: Engine,
  deployment: readonly StackConfig[],
  backend: string,
  setKey: (version: number) => string,
  result: SearchResult,
): Promise<void> {
  const events: string[] = [];
  const printed: string[] = [];
  const restore = captureOutput((text) => printed.push(text));
  const options: RunOptions = {
    onStep: (e) => events.push(JSON.stringify(e)),
    onLog: (e) => events.push(JSON.stringify(e)),
  };
  const failures: string[] = [];
  const configuration = JSON.stringify(deployment.map(({ name, values }) => ({ name, ...values })));
  const search = (place: string, text: string): void => {
    result.bytes += text.length;
    for (const form of formsIn(text)) result.leaks.push({ configuration, place, form });
  };
  const searchAfter = (what: string, ended: Result): void => {
    search(`the result of ${what}`, JSON.stringify(ended));
    for (const file of filesIn(backend)) {
      result.files++;
      search(`${path.relative(backend, file)} after ${what}`, readFileSync(file, "latin1"));
    }
    failures.push(...ended.failures.map((f) => `${what}: ${f.urn}: ${f.message}`));
  };
  const stacks = deployment.map(({ name, layout, values }) => ({
    layout,
    stack: stackOf(name, backend, values),
  }));
  try {
    setKey(1);
    for (const { layout, stack } of stacks) {
      search("the plan", JSON.stringify(await engine.preview(stack, options)));
      const up = await engine.up(stack, options);
      searchAfter("up", up);
      if (typeof up.outputs["openaiKey"] === "string") result.withKey[layout]++;
    }
    setKey(2);
    for (const { stack } of stacks) searchAfter("a rotation", await engine.up(stack, options));
    for (const { stack } of stacks) searchAfter("a refresh", await engine.refresh(stack, options));
    for (const { stack } of [...stacks].reverse())
      searchAfter("destroy", await engine.destroy(stack, options));
  } catch (error) {
    failures.push(messageOf(error));
  } finally {
    restore();
  }
  search("events and logs", events.join("\n"));
  search("stdout and stderr", printed.join("\n"));
  if (failures.length === 0) for (const { layout } of deployment) result.deployed[layout]++;
  result.failures.push(...failures.map((failure) => `${failure}\n    ${configuration}`));
}

const stackOf = (name: string, backend: string, values: JsonObject): Stack => ({
  project: "rai-lab",
  name,
  backend,
  passphrase: "bench",
  config: toPulumiConfig(values),
  secretKeys: [],
});

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));

/** Calls `onText` with everything that this process prints. @returns a function that ends it */
function captureOutput(onText: (text: string) => void): () => void {
  // eslint-disable-next-line no-restricted-syntax -- its own capture
  const streams = [process.stdout, process.stderr].map((stream) => {
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, ...rest: never[]) => {
      onText(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      return write(chunk, ...rest);
    };
    return () => void (stream.write = write);
  });
  return () => streams.forEach((restore) => restore());
}

/** Searches the cloud's log, which holds everything that was ever stored, deleted items included. */
function searchCloudLog(folder: string, result: SearchResult): void {
  for (const row of readRows(path.join(folder, "cloud.jsonl"))) {
    const text = JSON.stringify(row);
    result.bytes += text.length;
    const [collection, key] = row;
    for (const form of formsIn(text)) {
      if (collection === SECRETS_COLLECTION) result.inSecretScopes++;
      else result.leaks.push({ configuration: key, place: `the cloud's ${collection}`, form });
    }
  }
}
