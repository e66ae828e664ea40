import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import labProgram from "../../../infra/index";
import { startCloud } from "../../cloud/cloud";
import { providers } from "../../cloud/providers";
import { embeddedEngine } from "../../engine/embedded";
import type { Engine, Result, Stack, Watch } from "../../engine/engine";
import type { Plugin, Provider } from "../../engine/plugin";
import { masked } from "../../lib/table";
import { asPulumi } from "../properties/configurations";
import { canaryOf, formsIn } from "./canary";
import { deployable } from "./deployable";

/** A key where it must not be. */
export interface Leak {
  configuration: string;
  /** A file, an event, a result or a collection of the local cloud. */
  place: string;
  form: string;
}

export interface Searched {
  /** Configurations that were stood up, without failures; and of those, how many have a key. */
  stood: number;
  withKey: number;
  /** Places where the key must be and was: secrets of a workspace. Without any, the search would prove nothing. */
  atHome: number;
  files: number;
  bytes: number;
  leaks: Leak[];
  failures: string[];
}

export interface Search {
  configurations: number;
  seed: number;
  /** For tests: a program that leaks. */
  program?: () => Promise<Record<string, pulumi.Input<unknown>>>;
}

/** Where a workspace keeps its secrets: the only collection that may hold a key that a program wrote. */
const HOME = "databricks/secrets";

/**
 * Stands random configurations up and takes them down, on a local cloud whose accounts answer with a canary as their
 * key, and looks for it: in state, backups, checkpoints and journals (after `up`, after a rotation of the key, after
 * `destroy`), in logs, events, results and what is printed, and in everything the cloud holds besides secrets. The cloud keeps its accounts' own keys by
 * nature; those are others, since the canary is put in where the provider hands a key to the program.
 */
export async function searchSecrets({ configurations, seed, program = labProgram }: Search): Promise<Searched> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-secrets-"));
  const world = path.join(folder, "cloud");
  const cloud = await startCloud({
    folder: world,
    model: () => Promise.reject(new Error("nobody asks the model here")),
  });
  const environment = { ...process.env };
  Object.assign(process.env, cloud.connection.env);
  const found: Searched = { stood: 0, withKey: 0, atHome: 0, files: 0, bytes: 0, leaks: [], failures: [] };
  try {
    let key = "";
    const plugins = providers({ connection: cloud.connection });
    const engine = embeddedEngine({
      program: () => program,
      plugins: { ...plugins, "azure-native": withKey(plugins["azure-native"]!, () => key) },
      localOnly: [cloud.connection.arm, cloud.connection.authority],
    });
    const samples = fc.sample(deployable({ student: cloud.connection.student }), { seed, numRuns: configurations });
    for (const [i, values] of samples.entries()) {
      const stack: Stack = {
        project: "rai-lab",
        name: `seat-${seed}-${i}`,
        backend: path.join(folder, "backend"),
        passphrase: "bench",
        config: asPulumi(values),
        secretKeys: [],
      };
      const setKey = (day: number): string => (key = canaryOf(`${seed}/${i}/${day}`));
      await stand(engine, stack, setKey, found);
      rmSync(stack.backend, { recursive: true, force: true });
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

/** One stack's life, and what is written and said in it. */
async function stand(engine: Engine, stack: Stack, setKey: (day: number) => string, found: Searched): Promise<void> {
  const [told, printed]: [string[], string[]] = [[], []];
  const restore = listen((text) => printed.push(text));
  const watch: Watch = { onStep: (e) => told.push(JSON.stringify(e)), onLog: (e) => told.push(JSON.stringify(e)) };
  const failures: string[] = [];
  const look = (place: string, text: string): void => {
    found.bytes += text.length;
    for (const form of formsIn(text)) found.leaks.push({ configuration: JSON.stringify(stack.config), place, form });
  };
  const note = (what: string, { outputs, secretOutputs, ...others }: Result): void => {
    // As commands print it.
    look(`the result of ${what}`, JSON.stringify({ ...others, outputs: masked(outputs, secretOutputs) }));
    for (const file of filesIn(stack.backend)) {
      found.files++;
      look(`${path.relative(stack.backend, file)} after ${what}`, readFileSync(file, "latin1"));
    }
    failures.push(
      ...others.failures.map((f) => `${what} of ${stack.name}: ${f.urn.split("::").at(-1) ?? ""}: ${f.message}`),
    );
  };
  try {
    setKey(1);
    look("the plan", JSON.stringify(await engine.preview(stack, watch)));
    const up = await engine.up(stack, watch);
    note("up", up);
    if (typeof up.outputs["openaiKey"] === "string") found.withKey++;
    setKey(2);
    note("a rotation", await engine.up(stack, watch));
    note("a refresh", await engine.refresh(stack, watch));
    note("destroy", await engine.destroy(stack, watch));
  } finally {
    restore();
  }
  look("events and logs", told.join("\n"));
  look("stdout and stderr", printed.join("\n"));
  if (failures.length === 0) found.stood++;
  found.failures.push(...failures);
}

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
