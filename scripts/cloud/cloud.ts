import { existsSync, mkdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import {
  armService,
  authorityService,
  controlService,
  keepWithinCatalogue,
  recordTime,
  seedTenant,
} from "./azure";
import { replaceFileSync } from "../base/atomic-file";
import type { CloudConnection } from "./connection";
import { writeCa } from "./core/tls";
import { closeWorld, createWorld, type World, type WorldOptions } from "./core/world";
import { followMovedHosts, movedNotice } from "./moved-ports";
import { applyPreparedWorld, type PreparedWorld } from "./prepared-world";
import { beginFromSnapshot } from "./snapshot";
import { databricksService, notebookRunner, type Spark } from "./databricks";
import { openaiService } from "./openai";
import { seededFaults } from "./seeded-faults";
import { lockWorld, worldFile } from "./world-folder";
import type { ChatModel } from "./openai/model";

/** Options of `startCloud`. */
export interface CloudOptions extends Pick<WorldOptions, "now" | "seed" | "port"> {
  /** Holds the world, its CA and the backend of local stacks. One process at a time may use it. */
  folder: string;
  /** Loads the model behind every deployment, at the first completion. The caller closes it. */
  model: () => Promise<ChatModel>;
  /** The Spark that runs notebooks. @default Sail */
  spark?: Spark;
  /** Seed of the calls that fail: see `seededFaults`. @default no call fails */
  faults?: number | undefined;
  /** What the world is given before it answers. */
  prepared?: PreparedWorld | undefined;
  /** File as which a new world begins: see `beginFromSnapshot`. */
  snapshot?: string | undefined;
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
 * @throws LabError `locked`, `port-in-use`, `state-unreadable`, `exists`, `config`
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
    const { folder, now, seed, port, snapshot } = options;
    if (snapshot !== undefined) beginFromSnapshot(folder, snapshot);
    world = await createWorld(services, { file: worldFile(folder), now, seed, port });
    return await runWorld(world, options, release);
  } catch (error) {
    if (world) await closeWorld(world);
    release();
    throw error;
  }
}

async function runWorld(
  world: World,
  { folder, faults, prepared }: CloudOptions,
  release: () => void,
): Promise<RunningCloud> {
  if (faults !== undefined) world.faults.follow(seededFaults(faults));
  const catalogue = keepWithinCatalogue(world);
  if (prepared) applyPreparedWorld(world, prepared);
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
