import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import type { Stack } from "../scripts/engine/engine";
import { embeddedEngine } from "../scripts/engine/embedded";
import { UNKNOWN, type Plugin } from "../scripts/engine/plugin";
import { type Figure, median, ratio } from "./figures";
import { type Contender, CONTENDERS, type Copy, edit } from "./start/copies";
import { wholePreviews } from "./start/previews";

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

/** State of a copy's source before a run. */
const SITUATIONS = [
  "first run after a clone",
  "first run after an edit",
  "run of unchanged source",
] as const;
type Situation = (typeof SITUATIONS)[number];

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
    ...(await wholePreviews()),
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
