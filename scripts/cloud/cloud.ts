import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import {
  armService,
  authorityService,
  controlService,
  keepWithinCatalogue,
  recordTime,
  seedTenant,
} from "./azure";
import { LabError } from "../../infra/errors";
import { replaceFileSync } from "../base/atomic-file";
import { ensurePrivateFolder } from "../base/private-folder";
import { acquirePidLock, type LockHolder } from "../base/pid-lock";
import type { CloudConnection } from "./connection";
import { trustCa, writeCa } from "./core/tls";
import { closeWorld, createWorld, type World, type WorldOptions } from "./core/world";
import { followMovedHosts, movedNotice } from "./moved-ports";
import { databricksService, notebookRunner, type Spark } from "./databricks";
import { openaiService } from "./openai";
import { seededFaults } from "./seeded-faults";
import type { ChatModel } from "./openai/model";

/** Options of `startCloud`. */
export interface CloudOptions extends Pick<WorldOptions, "now" | "seed"> {
  /** Holds the world, its CA and the backend of local stacks. One process at a time may use it. */
  folder: string;
  /** Loads the model behind every deployment, at the first completion. The caller closes it. */
  model: () => Promise<ChatModel>;
  /** The Spark that runs notebooks. @default Sail */
  spark?: Spark;
  /** Seed of the calls that fail: see `seededFaults`. @default no call fails */
  faults?: number | undefined;
  /** Variables of a test clock that notebooks must share: see `testClockOf`. */
  testClock?: NodeJS.ProcessEnv;
}

/** Not the one that leaves monotonic time alone: with it Python's `time.sleep` fails. */
const TEST_CLOCK = /^(LD_PRELOAD|FAKETIME(_SHARED|_TIMESTAMP_FILE)?)$/;

/** The variables by which libfaketime gives a process another date. */
export const testClockOf = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => TEST_CLOCK.test(name)));

/** A local cloud in this process. */
export interface RunningCloud {
  connection: CloudConnection;
  world: World;
  /** Stops all hosts and releases the folder. */
  stop(): Promise<void>;
}

/**
 * Starts or reopens the local cloud of a folder.
 * @throws LabError `locked`, `port-in-use`, `state-unreadable`
 */
export async function startCloud(options: CloudOptions): Promise<RunningCloud> {
  const release = lockWorld(options.folder);
  let world: World | undefined;
  try {
    const services = [
      armService(),
      authorityService(),
      controlService(),
      openaiService({ model: options.model }),
      databricksService({ runNotebook: notebookRunner(options) }),
    ];
    const { folder, now, seed } = options;
    world = await createWorld(services, { file: path.join(folder, "cloud.jsonl"), now, seed });
    return await runWorld(world, options, release);
  } catch (error) {
    if (world) await closeWorld(world);
    release();
    throw error;
  }
}

async function runWorld(
  world: World,
  { folder, faults }: CloudOptions,
  release: () => void,
): Promise<RunningCloud> {
  if (faults !== undefined) world.faults.follow(seededFaults(faults));
  const catalogue = keepWithinCatalogue(world);
  recordTime(world);
  for (const kind of ["arm", "authority", "control"]) await world.hosts.open(kind, kind);
  const moved = followMovedHosts(world, backendOf(folder)).map(movedNotice);
  const connection = { ...connectionOf(world, folder), catalogue, moved };
  const stop = async (): Promise<void> => {
    recordTime(world);
    await closeWorld(world);
    release();
  };
  return { connection, world, stop };
}

const backendOf = (folder: string): string => path.resolve(folder, "backend");

/** Addresses, credentials and the environment of clients, with the backend of local stacks. */
function connectionOf(world: World, folder: string): CloudConnection {
  const tenant = seedTenant(world);
  const urlOf = (kind: string): string => world.hosts.url(kind, kind) ?? "";
  const arm = urlOf("arm");
  const caFile = writeCa(folder, world.certificates.ca);
  // The Pulumi CLI does not create the folder of a file backend.
  const backend = backendOf(folder);
  mkdirSync(backend, { recursive: true });
  const passphrase = backendPassphrase(backend, world);
  return {
    schema: "rai-lab/cloud/1",
    arm,
    authority: urlOf("authority"),
    control: urlOf("control"),
    controlToken: world.controlToken,
    caFile,
    ...tenant,
    env: {
      ARM_TENANT_ID: tenant.tenantId,
      ARM_SUBSCRIPTION_ID: tenant.subscriptionId,
      ARM_CLIENT_ID: tenant.clientId,
      ARM_CLIENT_SECRET: tenant.clientSecret,
      ARM_METADATA_HOSTNAME: arm,
      ARM_DISABLE_INSTANCE_DISCOVERY: "true",
      NODE_EXTRA_CA_CERTS: caFile,
      SSL_CERT_FILE: caFile,
      REQUESTS_CA_BUNDLE: caFile,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: passphrase,
    },
  };
}

/**
 * The passphrase of the stacks in a backend, from a file beside them: they outlive the world. Earlier
 * versions kept it in the world, from where it moves once.
 */
function backendPassphrase(backend: string, world: World): string {
  const file = path.join(backend, "passphrase");
  if (existsSync(file)) {
    const kept = readFileSync(file, "utf8").trim();
    if (kept !== "") return kept;
  }
  const inWorld = world.store.collection<string>("backend");
  const passphrase = inWorld.get("passphrase") ?? world.random.hex(32);
  replaceFileSync(file, `${passphrase}\n`);
  inWorld.delete("passphrase");
  return passphrase;
}

/** One process at a time hosts a world: two would answer at the same ports and write the same file. */
function lockWorld(folder: string): () => void {
  const file = path.join(folder, "cloud.pid");
  const refused = ({ pid }: LockHolder): LabError =>
    new LabError(
      "locked",
      `another lab command (process ${pid ?? "unknown"}) is using the local cloud`,
      {
        where: pid === undefined ? file : folder,
        cure: "wait until it ends; or run `npx lab cloud` in a terminal of its own, which many commands can use at once",
      },
    );
  ensurePrivateFolder(folder);
  return acquirePidLock(file, refused);
}

const connectionFile = (folder: string): string => path.join(folder, "cloud.json");

/**
 * Writes the connection file by which other commands find this cloud. Only `lab cloud` does so, not
 * the commands that start a cloud of their own.
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
  const answer = await askTrusting(connection.caFile, health);
  // No cloud runs: its file outlived a kill.
  if (!answer) return undefined;
  if (answer.ok) return connection;
  throw new LabError(
    "cloud",
    `The local cloud is running, but it answers HTTP ${answer.status} to a health check`,
    { where: health, cure: "end `npx lab cloud` and start it again: its world is kept" },
  );
}

/** Asks with a certificate authority trusted; undefined when nothing answers, or something else. */
async function askTrusting(caFile: string, url: string): Promise<Response | undefined> {
  try {
    trustCa(readFileSync(caFile, "utf8"));
    return await fetch(url);
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
