import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline";
import type { CloudConnection } from "../scripts/cloud/connection";
import { PROJECT } from "../scripts/lib/stack/paths";

/** A local cloud in a process of its own, with the stand-ins of the providers for the Pulumi CLI. */
export interface CloudProcess {
  pid: number;
  /** What the CLI and the program need to know of it. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts `lab cloud`. @param home the folder that it keeps its world in */
export async function startCloudProcess(home: string): Promise<CloudProcess> {
  const args = [path.join(PROJECT, "bin/lab.js"), "cloud", "--model", "planted", "--json"];
  const cloud = spawn(process.execPath, args, {
    env: { ...process.env, RAI_LAB_HOME: home },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(cloud, "exit");
  await once(createInterface({ input: cloud.stdout }), "line");
  const file = readFileSync(path.join(home, "cloud.json"), "utf8");
  return {
    pid: cloud.pid!,
    env: (JSON.parse(file) as CloudConnection).env,
    stop: async () => {
      cloud.kill("SIGINT");
      await ended;
    },
  };
}
