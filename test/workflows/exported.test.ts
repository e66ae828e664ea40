/**
 * The steps of an exported workflow, run with bash on the local cloud, one job after the other: the
 * shards together give the class. Then those of the nightly expiry, on the class that stands. `npm ci` has nothing to do, `npx lab` is this clone's command with
 * `--local` added, and artifacts are copied as the actions would.
 */
import { execFile } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { type LocalStacks, startLocalStacks } from "../../bench/local-stacks";
import { classDestroy } from "../../scripts/commands/class/destroy";
import { classExport } from "../../scripts/commands/class/export";
import { classPlan } from "../../scripts/commands/class/plan";
import { seconds } from "../support/time-limits";
import { type Job, type Workflow, workflows } from "../support/workflows/workflow";

const ROOT = path.resolve(__dirname, "../..");
const SLUGS = ["ada", "grace", "joan", "mary"];
const work = mkdtempSync(path.join(tmpdir(), "rai-lab-"));
const home = path.join(work, ".lab");
let stacks: LocalStacks;
let document: Workflow["document"];
let record: string;

beforeAll(async () => {
  mkdirSync(home);
  stacks = await startLocalStacks(home);
  const roster = path.join(work, "people.csv");
  const people = SLUGS.map((slug) => `${slug},${slug}@example.edu`);
  writeFileSync(roster, ["name,email", ...people, ""].join("\n"));
  const planned = await stacks.run(
    ...([classPlan, roster, "--name", "spring", "--local", "--layout", "shared"] as const),
  );
  expect(planned.exitCode, planned.written).toBe(0);
  const exported = await stacks.run(classExport, "spring", "--shards", "3");
  document = parse(exported.text) as Workflow["document"];
  // As the head of the workflow says it.
  const command = `gzip -c .lab/classes/spring/class.json | base64`;
  record = (await bash(command, {})).stdout;
  for (const [name, body] of Object.entries({
    npm: "exit 0",
    npx: `shift; exec "${process.execPath}" "${ROOT}/bin/lab.js" "$@" --local`,
  })) {
    writeFileSync(path.join(work, name), `#!/usr/bin/env bash\n${body}\n`);
    chmodSync(path.join(work, name), 0o755);
  }
}, seconds(60));
afterAll(async () => {
  await stacks.stop();
  rmSync(work, { recursive: true, force: true });
});

async function bash(run: string, env: Record<string, string>) {
  const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", run];
  const machine = {
    PATH: [work, process.env.PATH].join(":"),
    RAI_LAB_HOME: home,
    GITHUB_STEP_SUMMARY: path.join(work, "summary.md"),
    NO_COLOR: "1",
  };
  const options = { cwd: work, env: { ...machine, ...env } };
  try {
    const { stdout, stderr } = await promisify(execFile)("bash", args, options);
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

/** Runs the steps of a job on a machine that knows nothing of the class yet. */
async function runJob(
  job: Job,
  shard?: number,
  className = document.env!["CLASS"]!,
): Promise<{ code: number; stdout: string }> {
  rmSync(path.join(home, "classes"), { recursive: true, force: true });
  const expand = (text: string): string =>
    text
      .replaceAll("${{ matrix.shard }}", String(shard))
      .replaceAll("${{ secrets.CLASS_RECORD }}", record);
  const valuesOf = (env: Record<string, string> = {}): Record<string, string> =>
    Object.fromEntries(Object.entries(env).map(([name, text]) => [name, expand(text)]));
  let last = { code: 0, stdout: "" };
  for (const { run, env } of job.steps) {
    if (run === undefined) continue;
    const { code, stdout, stderr } = await bash(run, {
      ...valuesOf(job.env),
      ...valuesOf(env),
      CLASS: className,
    });
    last = { code, stdout: stdout + stderr };
    if (code !== 0) break;
  }
  return last;
}

test(
  "three shards together give the class, and the report counts it",
  async () => {
    const { half, seats, report } = document.jobs as Record<"half" | "seats" | "report", Job>;
    expect(await runJob(half)).toMatchObject({ code: 0 });
    mkdirSync(path.join(work, "reports"));
    const made: string[] = [];
    for (const shard of [1, 2, 3]) {
      expect(await runJob(seats, shard)).toMatchObject({ code: 0 });
      const file = `shard-${shard}.json`;
      const { half: shared, seats: own } = JSON.parse(
        readFileSync(path.join(work, file), "utf8"),
      ) as {
        half: unknown;
        seats: { slug: string }[];
      };
      expect(shared).toBeNull();
      made.push(...own.map(({ slug }) => slug));
      if (shard === 3) {
        // Without the last report the class is not whole.
        const early = await runJob(report);
        expect(early.code).toBe(1);
      }
      copyFileSync(path.join(work, file), path.join(work, "reports", file));
    }
    expect(made.sort()).toEqual(SLUGS);
    const counted = await runJob(report);
    expect(counted.code).toBe(0);
    expect(counted.stdout).toContain("4 of 4 seats of class spring are ready");
  },
  seconds(120),
);

test("what seats share is not destroyed while one of them stands", async () => {
  const { error } = await stacks.run(
    classDestroy,
    "spring",
    "--local",
    "--yes",
    "--shard",
    "class",
  );
  expect(error).toMatchObject({
    code: "data-loss",
    message: /^seats of class spring still stand: /,
  });
  const shard = await stacks.run(classDestroy, "spring", "--local", "--shard", "4/3");
  expect(shard.error).toMatchObject({ code: "usage", cure: "write 1/3 to 3/3" });
});

test(
  "a nightly sweep leaves what has not expired, deletes what has, and does not fail when all is gone",
  async () => {
    const { jobs } = workflows().find(({ file }) => file === "expiry.yml")!.document;
    const sweep = jobs["sweep"]!;
    const standing = () => SLUGS.filter((slug) => existsSync(stacks.stateFile(`spring-${slug}`)));
    expect(await runJob(sweep)).toMatchObject({ code: 0 });
    expect(standing()).toEqual(SLUGS);
    stacks.world.clock.jump(30 * 24 * 3_600_000);
    const swept = await runJob(sweep);
    expect(swept.code, swept.stdout).toBe(0);
    expect(swept.stdout).not.toContain("::warning::");
    const again = await runJob(sweep);
    expect(again.code, again.stdout).toBe(0);
    expect(again.stdout).toContain("::warning::no stack of a class spring is in this backend");
    // Any other reason for which it could not run is a failure of the night.
    expect(await runJob(sweep, undefined, "Spring")).toMatchObject({ code: 2 });
  },
  seconds(120),
);
