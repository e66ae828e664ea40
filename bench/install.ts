import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { PROJECT } from "../scripts/lib/stack/paths";
import type { Figure } from "./figures";
import { partsOf } from "./install/parts";

/** Of issue 14, on two cores. */
const LIMIT = { seconds: 180, megabytes: 1_000 };
const SHOWN = 10;
const MB = 1_000_000;

/** The first commands of the README: the one that installs, and the one that rehearses. */
export function firstCommands(readme: string): [install: string, run: string] {
  const [, install = "", run = ""] = /```sh\n(npm ci.*)\n(npm start.*)\n```/.exec(readme) ?? [];
  return [install, run];
}

/**
 * What a stranger waits for and gives room to: clones HEAD into an empty folder, and runs the first two
 * commands of the README there, with caches of npm and pip that are empty.
 */
export function benchInstall(): Promise<readonly Figure[]> {
  return Promise.resolve(installIn(mkdtempSync(path.join(tmpdir(), "rai-lab-install-"))));
}

function installIn(folder: string): readonly Figure[] {
  try {
    const clone = path.join(folder, "clone");
    execFileSync("git", ["clone", "--quiet", "--no-local", "--depth", "1", PROJECT, clone]);
    const [install, run] = firstCommands(readFileSync(path.join(clone, "README.md"), "utf8"));
    const environment = strangersEnvironment(folder);
    const installed = runIn(clone, install, environment);
    const first = runIn(clone, run.replace("npm start", "npm -s start -- --json"), environment);
    const again = runIn(clone, run, environment);
    const { model, seconds } = JSON.parse(first.stdout) as Rehearsed;
    return [
      {
        figure: "clone to result",
        value: installed.seconds + first.seconds,
        ...IN_SECONDS,
        limit: { most: LIMIT.seconds },
      },
      { figure: install, value: installed.seconds, ...IN_SECONDS },
      { figure: `${run}, with ${model.name}`, value: first.seconds, ...IN_SECONDS },
      ...Object.entries(seconds).map(([phase, value]) => ({
        figure: `${run}, its ${phase}`,
        value,
        ...IN_SECONDS,
      })),
      { figure: `${run}, again`, value: again.seconds, ...IN_SECONDS },
      ...sizesOf(clone),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `lab rehearse --json` says, as far as it is printed here. */
interface Rehearsed {
  model: { name: string };
  /** By stage. */
  seconds: Record<string, number>;
}

const IN_SECONDS = { unit: "s", digits: 0 };
const IN_MB = { unit: "MB", digits: 0 };

function sizesOf(clone: string): readonly Figure[] {
  const parts = partsOf(clone);
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  const onDisk = execFileSync("du", ["-sk", "node_modules", ".venv"], { cwd: clone });
  const kibibytes = [...onDisk.toString().matchAll(/^\d+/gm)].reduce(
    (sum, [n]) => sum + Number(n),
    0,
  );
  return [
    {
      figure: "installed, by the sizes of files",
      value: bytes / MB,
      ...IN_MB,
      limit: { most: LIMIT.megabytes },
    },
    { figure: "installed, on this disk", value: (kibibytes * 1024) / MB, ...IN_MB },
    ...parts.slice(0, SHOWN).map(({ name, bytes: own }) => ({
      figure: name,
      value: own / MB,
      ...IN_MB,
    })),
  ];
}

/** What `npm run` adds; settings of a registry are the machine's own. */
const OF_NPM_RUN = /^npm_(lifecycle|package|command|(node_)?execpath|config_local_prefix)/;

/** The environment of somebody who has installed nothing yet, in a folder with empty caches. */
function strangersEnvironment(folder: string): NodeJS.ProcessEnv {
  const { PATH = "", ...rest } = process.env;
  // npm puts this clone's own commands first, and says in which folder it was called.
  const own = PATH.split(path.delimiter).filter((one) => !one.includes("node_modules"));
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([name]) => !OF_NPM_RUN.test(name))),
    PATH: own.join(path.delimiter),
    npm_config_cache: path.join(folder, "npm"),
    PIP_NO_CACHE_DIR: "1",
    RAI_LAB_HOME: undefined,
  };
}

/** Runs a command to its end. @throws Error with what it printed when it fails */
function runIn(
  cwd: string,
  command: string,
  env: NodeJS.ProcessEnv,
): { seconds: number; stdout: string } {
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(command, {
    cwd,
    env,
    shell: true,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command} failed:\n${stderr}`);
  return { seconds: (performance.now() - start) / 1000, stdout };
}
