import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { beforeEach, expect } from "vitest";
import type { CloudConnection } from "../../../scripts/cloud/connection";
import { temporaryFolder } from "../folder";
import { startLab } from "../lab";

/** Whether there is a Pulumi CLI on the PATH. */
export const isCliInstalled = spawnSync("pulumi", ["version"]).status === 0;

/** Skips the tests of a file, or of one `describe`, where there is no CLI and `needed` holds. */
export const skipWithoutCli = (needed = true): void =>
  beforeEach((context) =>
    context.skip(needed && !isCliInstalled, "there is no pulumi on the PATH"),
  );

/** The CLI, by its arguments. Returns what it printed. */
export interface Cli {
  /** Must succeed. */
  pulumi: (...args: string[]) => string;
  /** Must fail. */
  refused: (...args: string[]) => string;
  /** What it is told by the environment. */
  env: Record<string, string>;
}

/** The CLI in a folder, with a home of its own and `env`. */
export function pulumiIn(folder: string, env: Record<string, string> = {}): Cli {
  const PATH = [path.dirname(process.execPath), process.env.PATH].join(path.delimiter);
  const settings = {
    PATH,
    PULUMI_HOME: temporaryFolder(),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...env,
  };
  const run = (args: string[]) => {
    const all = { ...process.env, ...settings };
    return spawnSync("pulumi", [...args, "--non-interactive"], {
      cwd: folder,
      env: all,
      encoding: "utf8",
    });
  };
  return {
    env: settings,
    pulumi: (...args) => {
      const ended = run(args);
      expect(ended.status, ended.stdout + ended.stderr).toBe(0);
      return ended.stdout;
    },
    refused: (...args) => {
      const ended = run(args);
      expect(ended.status, ended.stdout + ended.stderr).not.toBe(0);
      return ended.stdout + ended.stderr;
    },
  };
}

/** The CLI in a project, with what `lab cloud` tells to export, and that cloud: `lab` commands in `home` use it, too. */
export async function pulumiOnLocalCloud(
  folder: string,
  env: Record<string, string> = {},
): Promise<Cli & { home: string; connection: CloudConnection }> {
  const home = temporaryFolder();
  const cloud = startLab(home, ["cloud", "--model", "planted", "--json"]);
  await cloud.waitForOutput(/"schema":"rai-lab\/cloud\/1".*\n/);
  const connection = JSON.parse(
    readFileSync(path.join(home, "cloud.json"), "utf8"),
  ) as CloudConnection;
  return { ...pulumiIn(folder, { ...connection.env, ...env }), home, connection };
}
