import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { classFolder, writeClassRecord } from "../scripts/class/class-store";
import { type CloudProcess, startCloudProcess } from "./cloud-process";
import { type Figure, type Limit, notMeasured } from "./figures";
import { copyProject } from "./project-copy";

const SEATS = ["ada", "grace", "katherine"];
const CLASS = "bench";

/** CPU seconds of one way to bring all seats up. */
interface Cpu {
  /** Everything, with the stand-ins of the providers and the local cloud. */
  all: number;
  /** The CLI's processes, and those that they start: language hosts, programs, dynamic resources. */
  cli: number;
  /** How often the CLI was started. */
  runs: number;
}

/**
 * CPU seconds a seat of `lab class up` with the Pulumi CLI, next to a shell loop of `pulumi up` over
 * stacks with the same settings: new ones, and the same again. Needs `pulumi` on the PATH.
 */
export async function benchCli(): Promise<readonly Figure[]> {
  const found = spawnSync("sh", ["-c", "command -v pulumi"], { encoding: "utf8" }).stdout.trim();
  if (found === "")
    return [notMeasured("lab class up, CPU a seat", "no Pulumi CLI is on the PATH", LIMITS.all)];
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-cli-"));
  const bench = new CliBench(folder, found);
  try {
    await bench.start();
    const figures: Figure[] = [];
    for (const what of ["new", "unchanged"] as const) {
      const [loop, fleet] = [await bench.loop(what), await bench.classUp()];
      figures.push(
        ...figuresOf(`${what}: lab class up`, fleet, LIMITS),
        ...figuresOf(`${what}: shell loop of pulumi up`, loop, {}),
      );
    }
    return figures;
  } finally {
    await bench.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** CPU seconds a seat, of issue 13. */
const LIMITS = { all: { most: 3 }, beside: { most: 2 } };

function figuresOf(
  what: string,
  { all, cli, runs }: Cpu,
  limits: { all?: Limit; beside?: Limit },
): Figure[] {
  const each = { unit: "s", digits: 1 };
  const seats = SEATS.length;
  return [
    { figure: `${what}, CPU a seat`, value: all / seats, ...each, limit: limits.all },
    {
      figure: `${what}, CPU a seat beside the CLI`,
      value: (all - cli) / seats,
      ...each,
      limit: limits.beside,
    },
    { figure: `${what}, starts of the CLI a seat`, value: runs / seats, digits: 1 },
  ];
}

/** A copy of the project, a local cloud, and a CLI that notes what it costs. */
class CliBench {
  private readonly project: string;
  private readonly home: string;
  private readonly notes: string;
  private cloud: CloudProcess | undefined;
  private env: NodeJS.ProcessEnv = {};

  constructor(
    folder: string,
    private readonly pulumi: string,
  ) {
    this.project = path.join(folder, "project");
    this.home = path.join(folder, "home");
    this.notes = path.join(folder, "times");
    const bin = path.join(folder, "bin");
    for (const one of [this.home, bin]) mkdirSync(one);
    copyProject(this.project);
    const noting = path.join(bin, "pulumi");
    writeFileSync(
      noting,
      `#!/bin/sh\n"${pulumi}" "$@"\ncode=$?\ntimes >> "${this.notes}"\nexit $code\n`,
    );
    chmodSync(noting, 0o755);
    this.env = {
      ...process.env,
      RAI_LAB_HOME: this.home,
      PATH: [bin, path.dirname(process.execPath), process.env["PATH"]].join(path.delimiter),
    };
  }

  async start(): Promise<void> {
    this.cloud = await startCloudProcess(this.home);
    Object.assign(this.env, this.cloud.env, { PULUMI_HOME: path.join(this.home, "pulumi") });
    // What `lab` works out from the environment, plain `pulumi` must be told: docs/sign-in.md.
    writeFileSync(
      path.join(this.project, `Pulumi.${CLASS}.yaml`),
      "config: {rai-lab:databricks: {authType: azure-client-secret}}\n",
    );
    writeClassRecord(classFolder(this.home, CLASS), {
      schema: "rai-lab/class/1",
      name: CLASS,
      layout: "isolated",
      cloud: "local",
      expires: "2030-12-06T18:00+01:00",
      seats: SEATS.map((slug) => ({
        slug,
        stack: `${CLASS}-${slug}`,
        userName: `${slug}@example.edu`,
      })),
    });
    for (const slug of SEATS)
      writeFileSync(
        this.settingsOf(slug),
        `config:\n  rai-lab:databricks: {authType: azure-client-secret}\n` +
          `  rai-lab:student: {userName: ${slug}@example.edu}\n  rai-lab:expires: "2030-12-06"\n`,
      );
  }

  async stop(): Promise<void> {
    await this.cloud?.stop();
  }

  /** One CLI after the other, as a shell script would run it. */
  loop(what: "new" | "unchanged"): Promise<Cpu> {
    const lines = SEATS.flatMap((slug) => [
      ...(what === "new" ? [`pulumi stack init loop-${slug} --no-select`] : []),
      `pulumi up -s loop-${slug} --yes --skip-preview --non-interactive --config-file ${this.settingsOf(slug)}`,
    ]);
    return this.measure(["sh", "-ec", lines.join("\n")]);
  }

  classUp(): Promise<Cpu> {
    const args = ["class", "up", CLASS, "--local", "--engine", "pulumi", "--json"];
    return this.measure([process.execPath, this.lab, ...args]);
  }

  private async measure(command: string[]): Promise<Cpu> {
    rmSync(this.notes, { force: true });
    const before = this.cpuOfCloud();
    const timed = ["-c", '"$@" >&2; code=$?; times; exit $code', "sh", ...command];
    const child = spawn("sh", timed, {
      cwd: this.project,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [said, text] = ["", ""];
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    const [code] = (await once(child, "close")) as [number];
    if (code !== 0) throw new Error(`${command.join(" ")} failed:\n${said}`);
    const noted = readFileSync(this.notes, "utf8");
    return {
      all: secondsIn(text) + this.cpuOfCloud() - before,
      cli: secondsIn(noted),
      runs: noted.trim().split("\n").length / 2,
    };
  }

  /** Of the stand-ins of the shell loop, too; those of `lab class up` are in its own process. */
  private cpuOfCloud(): number {
    const stat = readFileSync(`/proc/${this.cloud?.pid}/stat`, "utf8");
    const [user, system] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13);
    return (Number(user) + Number(system)) / 100;
  }

  private settingsOf(slug: string): string {
    return path.join(this.project, `Pulumi.loop-${slug}.yaml`);
  }

  private get lab(): string {
    return path.join(this.project, "bin/lab.js");
  }
}

/** The sum of what the shell's `times` prints: `0m1.20s 0m0.30s`. */
const secondsIn = (text: string): number =>
  [...text.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, seconds]) => Number(minutes) * 60 + Number(seconds))
    .reduce((sum, one) => sum + one, 0);
