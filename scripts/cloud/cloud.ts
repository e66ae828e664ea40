import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import * as path from "node:path";
import { armService, authorityService, controlService, seedTenant } from "./azure";
import { LabError } from "../../infra/errors";
import { replaceFileSync } from "../base/atomic-file";
import { acquirePidLock, type LockHolder } from "../base/pid-lock";
import type { CloudConnection } from "./connection";
import { trustCa, writeCa } from "./core/tls";
import { closeWorld, createWorld, type World } from "./core/world";
import { databricksService, notebookRunner, type Spark } from "./databricks";
import { openaiService } from "./openai";
import type { ChatModel } from "./openai/model";

export interface CloudOptions {
  /** Keeps the world, its CA and the backend of local stacks; one process at a time may host it. */
  folder: string;
  /** What answers as every deployment; asked for at the first completion. The caller closes it. */
  model: () => Promise<ChatModel>;
  /** What runs notebooks. @default Sail */
  spark?: Spark;
  now?: () => number;
  seed?: string;
}

export interface RunningCloud {
  connection: CloudConnection;
  world: World;
  stop(): Promise<void>;
}

/** Starts (or opens again) the local cloud of a folder. @throws LabError `locked`, `port-in-use`, `state-unreadable`. */
export async function startCloud(options: CloudOptions): Promise<RunningCloud> {
  const release = lockWorld(options.folder);
  try {
    const world = await createWorld(
      [
        armService(),
        authorityService(),
        controlService(),
        openaiService({ model: options.model }),
        databricksService({ runNotebook: notebookRunner({ spark: options.spark }) }),
      ],
      { file: path.join(options.folder, "cloud.jsonl"), now: options.now, seed: options.seed },
    );
    for (const kind of ["arm", "authority", "control"]) await world.hosts.open(kind, kind);
    const connection = connectionOf(world, options.folder);
    const stop = async (): Promise<void> => {
      await closeWorld(world);
      release();
    };
    return { connection, world, stop };
  } catch (error) {
    release();
    throw error;
  }
}

/** What a client needs, the backend of local stacks included. */
function connectionOf(world: World, folder: string): CloudConnection {
  const tenant = seedTenant(world);
  const [arm, authority, control] = ["arm", "authority", "control"].map(
    (kind) => world.hosts.url(kind, kind) ?? "",
  );
  const caFile = writeCa(folder, world.certificates.ca);
  // The CLI does not make the folder of a file backend.
  const backend = path.resolve(folder, "backend");
  mkdirSync(backend, { recursive: true });
  const kept = world.store.collection<string>("backend");
  const passphrase = kept.get("passphrase") ?? kept.put("passphrase", world.random.hex(32));
  return {
    schema: "rai-lab/cloud/1",
    arm: arm!,
    authority: authority!,
    control: control!,
    caFile,
    ...tenant,
    env: {
      ARM_TENANT_ID: tenant.tenantId,
      ARM_SUBSCRIPTION_ID: tenant.subscriptionId,
      ARM_CLIENT_ID: tenant.clientId,
      ARM_CLIENT_SECRET: tenant.clientSecret,
      ARM_METADATA_HOSTNAME: arm!,
      ARM_DISABLE_INSTANCE_DISCOVERY: "true",
      NODE_EXTRA_CA_CERTS: caFile,
      SSL_CERT_FILE: caFile,
      REQUESTS_CA_BUNDLE: caFile,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_CONFIG_PASSPHRASE: passphrase,
    },
  };
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
  mkdirSync(folder, { recursive: true });
  return acquirePidLock(file, refused);
}

const connectionFile = (folder: string): string => path.join(folder, "cloud.json");

/** Tells other commands where the cloud of this folder runs; `lab cloud` does, commands that host one for themselves do not. */
export function publishConnection(folder: string, connection: CloudConnection): () => void {
  replaceFileSync(connectionFile(folder), JSON.stringify(connection));
  return () => rmSync(connectionFile(folder), { force: true });
}

/** The published cloud of a folder if it answers, and trust in its certificates; undefined when none runs. */
export async function findRunningCloud(folder: string): Promise<CloudConnection | undefined> {
  if (!existsSync(connectionFile(folder))) return undefined;
  const connection = JSON.parse(readFileSync(connectionFile(folder), "utf8")) as CloudConnection;
  trustCa(readFileSync(connection.caFile, "utf8"));
  try {
    const answer = await fetch(`${connection.control}/healthz`);
    return answer.ok ? connection : undefined;
  } catch {
    return undefined;
  }
}
