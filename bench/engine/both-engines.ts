/** The same random operations under the embedded engine and under the Pulumi CLI, and what differs. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { isJsonObject } from "../../infra/json-object";
import { pulumiEngine } from "../../scripts/engine/cli";
import { serveProviders } from "../../scripts/engine/cli/attached/serve";
import { embeddedEngine, type InlineProgram } from "../../scripts/engine/embedded";
import type { Engine, Failure, Stack } from "../../scripts/engine/engine";
import { StateFile } from "../../scripts/engine/state/checkpoint";
import type { Resource } from "../../scripts/engine/state/resource";
import { isProviderType } from "../../scripts/engine/state/urn";
import { PROJECT } from "../../scripts/lib/stack/paths";
import { differences } from "../convergence";
import { FailingCloud } from "./failing-cloud";
import { programOf } from "./random-program";
import { stackOf } from "./thing";

/** What came of some lives. */
export interface Compared {
  /** States that were compared, each with the other engine's. */
  compared: number;
  /** Operations in which something failed, of either engine. */
  failed: number;
  different: string[];
}

interface Turn {
  operation: "up" | "recover" | "refresh" | "destroy";
  /** Which of a life's two programs. */
  program: 0 | 1;
  /** Its provider fails now and then. */
  fails?: boolean;
  isCompared?: boolean;
}

const LIFE: readonly Turn[] = [
  { operation: "up", program: 0, fails: true },
  { operation: "recover", program: 0 },
  { operation: "up", program: 0, isCompared: true },
  { operation: "up", program: 1, fails: true },
  { operation: "recover", program: 1 },
  { operation: "up", program: 1, isCompared: true },
  { operation: "refresh", program: 1, isCompared: true },
  { operation: "destroy", program: 1, isCompared: true },
];

/**
 * Runs lives of one stack each under both engines, which have a cloud each. What a failure leaves
 * depends on the order of calls, and the CLI stops where the embedded engine goes on: states are
 * compared once nothing fails any more.
 * @throws LabError `missing-tool` without a CLI
 */
export async function compareEngines(lives: number, seed: number): Promise<Compared> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-engines-"));
  const total: Compared = { compared: 0, failed: 0, different: [] };
  try {
    for (let life = seed; life < seed + lives; life++) await compareLife(folder, life, total);
    return total;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareLife(folder: string, life: number, total: Compared): Promise<void> {
  const random = xoroshiro128plus(life);
  const programs = [0, 1].map(() => uniformInt(random, 0, MOST_SEED));
  const sides = [embeddedSide(folder, life), await cliSide(folder, life)] as const;
  try {
    for (const [turn, { operation, program, fails, isCompared }] of LIFE.entries()) {
      const seed = programs[program]!;
      for (const side of sides) {
        const failures = await side.run(operation, seed, fails === true);
        if (failures.length > 0) total.failed++;
        if (fails !== true)
          for (const { urn, message } of failures)
            total.different.push(`life ${life}, ${operation} ${turn}: ${urn} ${message}`);
      }
      if (isCompared !== true) continue;
      total.compared++;
      const [ours, theirs] = await Promise.all(sides.map((side) => side.resources()));
      const different = differences(theirs!, ours!);
      total.different.push(...different.map((one) => `life ${life}, ${operation} ${turn}: ${one}`));
    }
  } finally {
    for (const side of sides) await side.close();
  }
}

const MOST_SEED = 2 ** 30;
const SEED_KEY = "bench:seed";

/** One engine with its cloud and its stack. */
interface Side {
  run(operation: Turn["operation"], seed: number, fails: boolean): Promise<readonly Failure[]>;
  /** What its state records, in a form that does not depend on the engine. */
  resources(): Promise<string[]>;
  close(): Promise<void>;
}

function sideOf(
  stack: Stack,
  cloud: FailingCloud,
  { engine, close }: { engine: Engine; close: () => Promise<void> },
): Side {
  return {
    run: async (operation, seed, fails) => {
      stack.config = { [SEED_KEY]: String(seed) };
      cloud.isCalm = !fails;
      return (await engine[operation](stack)).failures;
    },
    resources: async () => comparable((await StateFile.open(stack)).load().resources),
    close,
  };
}

function embeddedSide(folder: string, life: number): Side {
  const backend = path.join(folder, `embedded-${life}`);
  mkdirSync(backend);
  const cloud = new FailingCloud(xoroshiro128plus(life));
  const program = ({ config }: Stack): InlineProgram => programOf(Number(config[SEED_KEY]));
  const engine = embeddedEngine({ program, plugins: { bench: cloud.plugin }, localOnly: [] });
  return sideOf(stackOf(backend, `life-${life}`), cloud, {
    engine,
    close: () => Promise.resolve(),
  });
}

/** The `pulumi` on the PATH with a home of its own, in a project with the same programs. */
async function cliSide(folder: string, life: number): Promise<Side> {
  const project = path.join(folder, `cli-${life}`);
  const backend = path.join(project, "backend");
  mkdirSync(backend, { recursive: true });
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(project, "node_modules"));
  writeFileSync(path.join(project, "Pulumi.yaml"), PROJECT_FILE);
  writeFileSync(path.join(project, "main.js"), MAIN);
  const cloud = new FailingCloud(xoroshiro128plus(life));
  const served = await serveProviders({ bench: cloud.plugin });
  const env = { ...process.env, ...served.env };
  const engine = pulumiEngine({ folder: project, env, home: path.join(project, "home") });
  const close = async (): Promise<void> => {
    await engine.close();
    served.close();
  };
  return sideOf(stackOf(backend, `life-${life}`), cloud, { engine, close });
}

const PROJECT_FILE = `name: bench
main: main.js
runtime:
  name: nodejs
  options: {typescript: false, nodeargs: "--require ${path.join(PROJECT, "infra/loader.cjs")}"}
`;
const MAIN = `const { Config } = require("@pulumi/pulumi");
const { programOf } = require(${JSON.stringify(path.join(__dirname, "random-program"))});
module.exports = () => programOf(new Config("bench").requireNumber("seed"))();
`;

/** Without what differs from run to run: ids of providers, times, and where in which file a program is. */
function comparable(resources: readonly Resource[]): string[] {
  const providers = resources.filter(({ type }) => isProviderType(type));
  return resources.map((one) => {
    const text = JSON.stringify(neutral({ ...one }));
    return providers.reduce((all, { id }) => all.replaceAll(String(id), "ID"), text);
  });
}

const CHANGING = ["created", "modified", "sourcePosition", "stackTrace"];

/** One order of members and of dependencies, and nothing that is empty: one engine writes it, the other does not. */
function neutral(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => neutral(item));
    return key === "dependencies" ? items.sort() : items;
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value)
    .filter(([name]) => !CHANGING.includes(name))
    .map(([name, member]): [string, unknown] => [name, neutral(member, name)])
    .filter(([, member]) => !isEmpty(member));
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const isEmpty = (value: unknown): boolean =>
  ['""', "[]", "{}", "false", undefined].includes(JSON.stringify(value));
