import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parse } from "yaml";
import type { Stack } from "../scripts/engine/engine";
import { embeddedEngine } from "../scripts/engine/embedded";
import { UNKNOWN, type Plugin } from "../scripts/engine/plugin";
import { PROJECT } from "../scripts/lib/stack/paths";
import { type Figure, median, notMeasured, ratio } from "./figures";

const ROUNDS = 5;

interface Start {
  seconds: number;
  mebibytes: number;
}

/** Figures that the process writes about itself. */
interface ProcessReport {
  /** Unix time in ms. */
  began: number;
  mebibytes: number;
  edit: string;
}

/** A copy of the project, and the options with which node starts it. */
interface Copy {
  folder: string;
  /** Whether Pulumi's own TypeScript loader is used. */
  typescript: boolean;
  nodeargs: string;
}

/** State of a copy's source before a run. */
const SITUATIONS = [
  "first run after a clone",
  "first run after an edit",
  "run of unchanged source",
] as const;
type Situation = (typeof SITUATIONS)[number];

/** Our way, and Pulumi's default way: the same program with root imports and the type check. */
const CONTENDERS = { usual: usualCopy, ours: ourCopy } as const;
type Contender = keyof typeof CONTENDERS;

/**
 * Measures the program's process during a preview, from start to end: our way (sub-path imports, no
 * type check, the node arguments of Pulumi.yaml) against Pulumi's default way, in turn. Every round
 * begins with a new copy with empty caches of its own.
 * @throws Error when the process did not run an edit
 */
export async function benchStart(): Promise<readonly Figure[]> {
  const none = (): Record<Contender, Start[]> => ({ usual: [], ours: [] });
  const runs: Record<Situation, Record<Contender, Start[]>> = {
    "first run after a clone": none(),
    "first run after an edit": none(),
    "run of unchanged source": none(),
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of ["usual", "ours"] as const) {
      const copy = CONTENDERS[contender]();
      try {
        runs["first run after a clone"][contender].push(await start(copy, ""));
        edit(copy, `edit ${round}`);
        runs["first run after an edit"][contender].push(await start(copy, `edit ${round}`));
        runs["run of unchanged source"][contender].push(await start(copy, `edit ${round}`));
      } finally {
        rmSync(copy.folder, { recursive: true, force: true });
      }
    }
  }
  return [
    ...SITUATIONS.flatMap((situation) => figuresOf(situation, runs[situation])),
    ...["first run", "run of unchanged source"].map((situation) =>
      notMeasured(
        `${situation}: a whole pulumi preview, default ÷ ours`,
        "not by this bench; once by hand 3.5 × and 1.07 ×",
      ),
    ),
  ];
}

/** How much faster and leaner ours has to be: issues 14 and 6. */
const LIMITS: Record<Situation, Record<keyof Start, number>> = {
  "first run after a clone": { seconds: 8, mebibytes: 5 },
  "first run after an edit": { seconds: 8, mebibytes: 5 },
  "run of unchanged source": { seconds: 1.2, mebibytes: 1 },
};

function figuresOf(situation: Situation, { usual, ours }: Record<Contender, Start[]>): Figure[] {
  return (["seconds", "mebibytes"] as const).flatMap((key) => {
    const [theirs, own] = [usual, ours].map((starts) => starts.map((start) => start[key]));
    const unit = { seconds: "s", mebibytes: "MiB" }[key];
    return [
      {
        figure: `${situation}: default ÷ ours, ${key}`,
        value: ratio(theirs!, own!),
        unit: "×",
        digits: 1,
        limit: { least: LIMITS[situation][key] },
      },
      { figure: `${situation}: default`, value: median(theirs!), unit },
      { figure: `${situation}: ours`, value: median(own!), unit },
    ];
  });
}

function ourCopy(): Copy {
  return { folder: copyOfProgram("ours"), ...optionsOf() };
}

function usualCopy(): Copy {
  const folder = copyOfProgram("default");
  useRootImports(folder);
  return { folder, typescript: true, nodeargs: "" };
}

/** Edits the source, so that the process reports `text`. */
const edit = ({ folder }: Copy, text: string): void =>
  appendFileSync(
    path.join(folder, "infra/layouts/lab.ts"),
    `Object.assign(globalThis, { edit: ${JSON.stringify(text)} });\n`,
  );

/** The options in Pulumi.yaml with which the CLI starts the program. */
function optionsOf(): Omit<Copy, "folder"> {
  const { runtime } = parse(readFileSync(path.join(PROJECT, "Pulumi.yaml"), "utf8")) as {
    runtime: { options: Omit<Copy, "folder"> };
  };
  return runtime.options;
}

/** Copies the program into a new project folder that shares node_modules. */
function copyOfProgram(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `rai-lab-${name}-`));
  for (const part of [
    "infra",
    "notebooks",
    "Pulumi.README.md",
    "Pulumi.yaml",
    "package.json",
    "tsconfig.json",
  ])
    cpSync(path.join(PROJECT, part), path.join(folder, part), { recursive: true });
  symlinkSync(path.join(PROJECT, "node_modules"), path.join(folder, "node_modules"));
  mkdirSync(path.join(folder, "tmp"));
  return folder;
}

/** Replaces sub-path imports of `@pulumi/azure-native` by imports of its root, as most programs write them. */
function useRootImports(folder: string): void {
  const subPath = /import \{([^}]*)\} from "@pulumi\/azure-native\/(\w+)";/g;
  for (const file of sources(path.join(folder, "infra"))) {
    let imported = false;
    const text = readFileSync(file, "utf8").replace(subPath, (_, names: string, module: string) => {
      const aliases = names
        .split(",")
        .map((name) => name.replace("type ", "").trim())
        .filter(Boolean)
        .map((name) => `import ${name} = azureNative.${module}.${name};`);
      const root = imported ? "" : 'import * as azureNative from "@pulumi/azure-native";\n';
      imported = true;
      return root + aliases.join("\n");
    });
    writeFileSync(file, text);
  }
  // The SDK reads these options itself and does not follow "extends".
  const compilerOptions = {
    module: "node20",
    target: "es2022",
    strict: true,
    esModuleInterop: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    useDefineForClassFields: false,
    types: ["node"],
  };
  writeFileSync(
    path.join(folder, "infra/tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["."] }),
  );
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((f) => f.endsWith(".ts"))
    .map((f) => path.join(folder, f));
}

/** Runs one preview with the SDK's `cmd/run`. The process itself reports its start time, memory and edit. */
async function start({ folder, typescript, nodeargs }: Copy, edited: string): Promise<Start> {
  const reportFile = path.join(folder, "figures.json");
  const exitHook = path.join(folder, "tell.js");
  const figures =
    "{ began: performance.timeOrigin, mebibytes: process.resourceUsage().maxRSS / 1024, edit: globalThis.edit ?? '' }";
  writeFileSync(
    exitHook,
    `process.on("exit", () => require("fs").writeFileSync(${JSON.stringify(reportFile)}, JSON.stringify(${figures})));`,
  );
  rmSync(reportFile, { force: true });
  const env = {
    ...process.env,
    // The caches of the type check and of node are in this folder.
    TMPDIR: path.join(folder, "tmp"),
    NODE_OPTIONS: `${nodeargs} --require ${exitHook}`,
    PULUMI_NODEJS_TYPESCRIPT: String(typescript),
    ...(typescript && { PULUMI_NODEJS_TSCONFIG_PATH: path.join(folder, "infra/tsconfig.json") }),
  };
  const plugins = { "azure-native": echoProvider, databricks: echoProvider };
  const engine = embeddedEngine({
    program: () => ({ main: folder, cwd: folder, env }),
    plugins,
    localOnly: [],
    idleTimeoutMs: 60_000,
  });
  const plan = await engine.preview(stackIn(folder), {
    onLog: (e) => e.severity !== "debug" && console.log(e.message),
  });
  // Measured here, since node writes its compile cache after the process's exit handlers.
  const ended = performance.timeOrigin + performance.now();
  if (plan.failures.length || !existsSync(reportFile))
    throw new Error(`the program did not run: ${plan.failures.map((f) => f.message).join("; ")}`);
  const report = JSON.parse(readFileSync(reportFile, "utf8")) as ProcessReport;
  if (report.edit !== edited)
    throw new Error(`the program ran ${report.edit || "unedited"}, not ${edited || "unedited"}`);
  return { seconds: (ended - report.began) / 1000, mebibytes: report.mebibytes };
}

const stackIn = (folder: string): Stack => ({
  project: "rai-lab",
  name: "dev",
  backend: path.join(folder, "backend"),
  passphrase: "bench",
  config: { "rai-lab:student": JSON.stringify({ userName: "student@rai-lab.example" }) },
  secretKeys: [],
});

const ZERO_GUID = "00000000-0000-0000-0000-000000000000";

/** A provider of any resource: a preview returns the inputs, and everything else as unknown. */
const echoProvider: Plugin = {
  version: "0.0.0",
  configure: () => ({
    create: ({ inputs }) =>
      Promise.resolve({ id: UNKNOWN, outputs: { ...inputs, properties: UNKNOWN } }),
    invoke: () =>
      Promise.resolve({
        result: {
          subscriptionId: ZERO_GUID,
          tenantId: ZERO_GUID,
          clientId: ZERO_GUID,
          objectId: ZERO_GUID,
        },
      }),
  }),
};
