/** The stacks of one engine under the real CLI: what one program does harms no other. Needs `pulumi` on the PATH. */
import { readdirSync, readlinkSync } from "node:fs";
import { expect, onTestFinished, test, vi } from "vitest";
import { copyProject } from "../../bench/project-copy";
import { pulumiEngine } from "../../scripts/engine/cli";
import type { LogEvent, Result, Stack } from "../../scripts/engine/engine";
import { newStack } from "../support/engine/harness";
import { skipWithoutCli } from "../support/engine/pulumi-cli";
import { projectOf } from "../support/engine/served-programs";
import { temporaryFolder } from "../support/folder";
import { startLab } from "../support/lab";
import { seconds } from "../support/time-limits";

skipWithoutCli();

/** The ids of the processes that work in a folder, as `/proc` has them. */
const processesIn = (folder: string): string[] =>
  readdirSync("/proc").filter((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === folder;
    } catch {
      return false;
    }
  });

/** The resource is created by the attached server, in the same process as the program. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
class Thing extends pulumi.dynamic.Resource {}
const provider = {
  create: async ({ wait }) => {
    await new Promise((resolve) => setTimeout(resolve, wait));
    return { id: "made", outs: {} };
  },
};
const acts = {
  throws: () => { throw new Error("its own end"); },
  ends: () => process.exit(3),
  blocks: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  "is killed": () => process.kill(process.pid, "SIGKILL"),
};
module.exports = async () => {
  const config = new pulumi.Config("demo");
  const things = ["a", "b"].map((name, i) => new Thing(provider, name, { wait: 300 * i }));
  await Promise.race(things.map(({ id }) => new Promise((resolve) => id.apply(resolve))));
  acts[config.get("act")]?.();
  return {
    all: pulumi.runtime.allConfig(),
    key: config.requireSecret("key"),
    passphrase: process.env.PULUMI_CONFIG_PASSPHRASE ?? "",
    backend: process.env.PULUMI_BACKEND_URL ?? "",
  };
};`;

const FAILURES = {
  throws: /its own end/,
  ends: /^the program ended its process: exit code 3$/,
  blocks: /^the program ended its process: a program blocked it for 10 seconds$/,
  "is killed": /^the program ended its process: signal SIGKILL$/,
};

test.each(Object.entries(FAILURES))(
  "one program %s: its stack fails and names it, those beside it are up",
  { timeout: seconds(60) },
  async (act, message) => {
    const folder = projectOf(PROGRAM);
    const env = { ...process.env, PULUMI_CONFIG_PASSPHRASE: undefined };
    const engine = pulumiEngine({ folder, env, home: temporaryFolder(), idleTimeoutMs: 10_000 });
    onTestFinished(() => engine.close());
    const stackOf = (name: string, act = ""): Stack => ({
      ...newStack(name),
      project: "demo",
      passphrase: `passphrase of ${name}`,
      config: { "demo:act": act, "demo:name": name, "demo:key": `secret of ${name}` },
      secretKeys: ["demo:key"],
    });
    const notes: string[] = [];
    const onLog = ({ message }: LogEvent): void => void notes.push(message);
    const up = (stack: Stack): Promise<Result> => engine.up(stack, { onLog });
    const guilty = stackOf("guilty", act);
    const innocent = ["ada", "grace"].map((name) => stackOf(name));
    const [failed, ...done] = await Promise.all([guilty, ...innocent].map(up));
    expect(failed?.failures).toEqual([
      expect.objectContaining({ urn: "", message: expect.stringMatching(message) }),
    ]);
    for (const [i, { failures, counts, outputs }] of done.entries()) {
      expect(failures).toEqual([]);
      // The stack itself and two things: of what is run again, nothing counts twice.
      expect(counts.create + counts.same).toBe(3);
      expect(outputs).toMatchObject({ key: "[secret]", passphrase: "", backend: "" });
      const { outputs: clear } = await engine.outputs(innocent[i]!);
      expect(clear).toMatchObject({ all: { ...innocent[i]!.config, "demo:act": "" } });
    }
    for (const { config } of [guilty, ...innocent])
      expect(notes.join("\n")).not.toContain(config["demo:key"]);

    expect(
      (await up({ ...guilty, config: { ...guilty.config, "demo:act": "" } })).failures,
    ).toEqual([]);
    await engine.close();
    expect(processesIn(folder)).toEqual([]);
  },
);

test.each([
  ["SIGINT", { code: 130 }, ["up"]],
  // The stand-ins of the providers end with it: the CLI cannot know what they have made.
  ["SIGKILL", { signal: "SIGKILL" }, ["recover", "up"]],
] as const)(
  "lab up that %s ends leaves no process, and the lab is up afterwards",
  { timeout: seconds(60) },
  async (signal, expected, next) => {
    const [home, project] = [temporaryFolder(), copyProject(temporaryFolder())];
    const cli = ["--local", "--engine", "pulumi"];
    const run = startLab(home, ["up", ...cli, "--debug"], { project, cwd: project });
    await run.waitForOutput(/create databricks-workspace/);
    expect(processesIn(project)).not.toEqual([]);
    run.child.kill(signal);
    expect(await run.ended).toMatchObject(expected);
    await vi.waitFor(() => expect(processesIn(project)).toEqual([]), { timeout: seconds(5) });
    for (const command of next) {
      const ended = await startLab(home, [command, ...cli], { project, cwd: project }).ended;
      expect(ended.code, ended.stderr).toBe(0);
    }
  },
);
