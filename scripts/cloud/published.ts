import { existsSync, readFileSync, rmSync } from "node:fs";
import { get } from "node:https";
import * as path from "node:path";
import { z } from "zod";
import { LabError } from "../../infra/errors";
import { replaceFileSync } from "../base/atomic-file";
import type { CloudConnection } from "./connection";
import { trustCa } from "./core/trusted-ca";

const connectionFile = (folder: string): string => path.join(folder, "cloud.json");

/**
 * Writes the connection file by which other commands find this cloud. `lab cloud` does so, and `lab
 * trial` and `lab demo` for their own commands; others that start a cloud keep it to themselves.
 * @returns removes the file
 */
export function publishConnection(folder: string, connection: CloudConnection): () => void {
  replaceFileSync(connectionFile(folder), JSON.stringify(connection));
  return () => rmSync(connectionFile(folder), { force: true });
}

/**
 * The published cloud of a folder, with its CA trusted; undefined when none answers. A file that is
 * damaged, or that was moved with its folder, publishes no cloud: whether one is running all the
 * same is what the lock of the world tells.
 * @throws LabError `cloud` when it runs and answers with an error
 */
export async function findRunningCloud(folder: string): Promise<CloudConnection | undefined> {
  const connection = readConnection(folder);
  if (!connection) return undefined;
  const health = `${connection.control}/healthz`;
  const status = await askTrusting(connection.caFile, health);
  // No cloud runs: its file outlived a kill.
  if (status === undefined) return undefined;
  if (status === 200) return connection;
  throw new LabError(
    "cloud",
    `The local cloud is running, but it answers HTTP ${status} to a health check`,
    { where: health, cure: "end `npx lab cloud` and start it again: its world is kept" },
  );
}

/** As long as fetch waits for an answer. */
const MAX_WAIT_MS = 300_000;

/**
 * The status that an address answers with, asked with a certificate authority trusted; undefined when
 * nothing answers, or something else. The connection is a new one: kept ones end unnoticed while this
 * process is busy.
 */
async function askTrusting(caFile: string, url: string): Promise<number | undefined> {
  try {
    trustCa(readFileSync(caFile, "utf8"));
    const options = { agent: false, signal: AbortSignal.timeout(MAX_WAIT_MS) };
    return await new Promise((resolve, reject) => {
      const request = get(url, options, (answer) => {
        resolve(answer.resume().statusCode);
      });
      request.on("error", reject);
    });
  } catch {
    return undefined;
  }
}

function readConnection(folder: string): CloudConnection | undefined {
  if (!existsSync(connectionFile(folder))) return undefined;
  const text = readFileSync(connectionFile(folder), "utf8");
  try {
    return connectionSchema.parse(JSON.parse(text)) as unknown as CloudConnection;
  } catch {
    return undefined;
  }
}

/** What finding a cloud needs of the file; our own versions wrote the rest of it. */
const connectionSchema = z.looseObject({
  schema: z.literal("rai-lab/cloud/1"),
  arm: z.string(),
  authority: z.string(),
  control: z.string(),
  controlToken: z.string(),
  caFile: z.string(),
  student: z.object({ userName: z.string(), objectId: z.string() }),
  env: z.record(z.string(), z.string()),
});
