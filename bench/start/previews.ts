import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { startCloudProcess } from "../cloud-process";
import { type Figure, median, notMeasured, ratio } from "../figures";
import { type Contender, CONTENDERS, type Copy } from "./copies";

const ROUNDS = 3;
const SITUATIONS = ["first run", "run of unchanged source"] as const;

/** Seconds of each run of a contender, by situation. */
type Seconds = Record<(typeof SITUATIONS)[number], Record<Contender, number[]>>;

/**
 * The honest row: what of the program's faster start is left in a whole `pulumi preview`, to which the
 * CLI and the providers add theirs. Needs `pulumi` on the PATH.
 */
export async function wholePreviews(): Promise<readonly Figure[]> {
  const found = spawnSync("pulumi", ["version"]).error === undefined;
  if (!found)
    return SITUATIONS.map((situation) =>
      notMeasured(nameOf(situation), "no Pulumi CLI is on the PATH"),
    );
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-previews-"));
  const cloud = await startCloudProcess(folder);
  const seconds: Seconds = {
    "first run": { usual: [], ours: [] },
    "run of unchanged source": { usual: [], ours: [] },
  };
  try {
    const env = { ...process.env, ...cloud.env, PULUMI_HOME: path.join(folder, "pulumi") };
    for (let round = 0; round < ROUNDS; round++)
      for (const contender of ["usual", "ours"] as const) {
        const copy = CONTENDERS[contender]();
        try {
          const preview = prepare(copy, `${contender}-${round}`, env);
          for (const situation of SITUATIONS) seconds[situation][contender].push(preview());
        } finally {
          rmSync(copy.folder, { recursive: true, force: true });
        }
      }
  } finally {
    await cloud.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return SITUATIONS.flatMap((situation) => figuresOf(situation, seconds[situation]));
}

const nameOf = (situation: string): string =>
  `${situation}: a whole pulumi preview, default ÷ ours`;

function figuresOf(situation: string, { usual, ours }: Record<Contender, number[]>): Figure[] {
  return [
    { figure: nameOf(situation), value: ratio(usual, ours), unit: "×" },
    { figure: `${situation}: a whole pulumi preview, default`, value: median(usual), unit: "s" },
    { figure: `${situation}: a whole pulumi preview, ours`, value: median(ours), unit: "s" },
  ];
}

/** Makes a stack for a copy. @returns what previews it once, and says how many seconds that took */
function prepare({ folder }: Copy, stack: string, env: NodeJS.ProcessEnv): () => number {
  const options = {
    cwd: folder,
    // The caches of the type check and of node are in this folder.
    env: { ...env, TMPDIR: path.join(folder, "tmp") },
    encoding: "utf8",
    stdio: "pipe",
  } as const;
  mkdirSync(env["PULUMI_HOME"]!, { recursive: true });
  const pulumi = (...args: string[]): string => execFileSync("pulumi", args, options);
  pulumi("stack", "init", stack);
  pulumi("config", "set", "--path", "rai-lab:student.userName", "student@rai-lab.example");
  pulumi("config", "set", "--path", "rai-lab:databricks.authType", "azure-client-secret");
  return () => {
    const start = performance.now();
    pulumi("preview", "--stack", stack, "--non-interactive");
    return (performance.now() - start) / 1000;
  };
}
