import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import program from "../../infra";
import {
  seed as seedTable,
  armService,
  authorityService,
  controlService,
  seedTenant,
  type Tenant,
} from "../../scripts/cloud/azure";
import type { CloudConnection } from "../../scripts/cloud/connection";
import { writeCa } from "../../scripts/cloud/core/tls";
import { closeWorld, createWorld, type World } from "../../scripts/cloud/core/world";
import { databricksService, type RunNotebook } from "../../scripts/cloud/databricks";
import { openaiService } from "../../scripts/cloud/openai";
import type { ChatModel } from "../../scripts/cloud/openai/model";
import { embeddedEngine } from "../../scripts/engine/embedded";
import type { Engine, Stack } from "../../scripts/engine/engine";
import { azureSession, type AzureSession } from "../../scripts/lib/azure/session";
import { azureClients, type AzureClients } from "../../scripts/lib/azure/clients";
import { withAuthType } from "../../scripts/lib/stack/databricks-auth-type";
import { providers } from "../../scripts/providers";
import { send, type Send } from "../../scripts/providers/http";
import { toPulumiConfig } from "../pulumi-config";

/** The day on which every scenario happens: the dates of the models' catalogue are fixed too. */
export const TODAY = Date.parse("2026-11-23T12:00:00Z");
export const PROJECT = "rai-lab";

/** What a stack is asked to be, by the key under `rai-lab:`. */
export type Settings = Readonly<Record<string, unknown>>;

/** A simulated subscription with an engine, as good as new. */
export interface Subscription {
  world: World;
  tenant: Tenant;
  session: AzureSession;
  clients: AzureClients;
  connection: CloudConnection;
  engine: Engine;
  /** Codes of the errors that the providers were answered, in order. */
  refused: string[];
  stack: (name: string, settings: Settings) => Stack;
  /** Loses the state of a stack. */
  forget(stack: string): void;
  /** Makes the cloud leave out refusals, by their codes. */
  leaveOut(codes: readonly string[]): void;
  close(): Promise<void>;
}

/** Answers each question alike: what a scenario asks is only whether there is an answer. */
const MODEL: ChatModel = {
  name: "a word",
  kind: "planted",
  complete: ({ n }) =>
    Promise.resolve({
      choices: Array.from({ length: n }, () => ({
        text: "yes",
        finishReason: "stop" as const,
        tokens: 1,
      })),
      promptTokens: 1,
    }),
  close: () => Promise.resolve(),
};

/** Runs no cell: whether a notebook may start at all is decided before it is called. */
const runNothing: RunNotebook = () =>
  Promise.resolve({ state: "SUCCESS", cells: [], html: "", versions: {}, seconds: 0 });

/** The collections of a world that hold its keys, which take longer to make than a scenario. */
const KEYS = ["tls", "tokens"];
/** The keys of the first world, as lines of a world's file. */
let keys = "";

/** Opens one, with the keys of the first. */
export async function openSubscription(): Promise<Subscription> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-doctor-"));
  const file = path.join(folder, "cloud.jsonl");
  writeFileSync(file, keys);
  const services = [
    armService(),
    authorityService(),
    controlService(),
    openaiService({ model: () => Promise.resolve(MODEL) }),
    databricksService({ runNotebook: runNothing }),
  ];
  const world = await createWorld(services, { file, now: () => TODAY });
  for (const kind of ["arm", "authority", "control"]) await world.hosts.open(kind, kind);
  const tenant = seedTenant(world);
  const connection = connectionOf(world, tenant, folder);
  // The program's dynamic resources sign in with this process's environment.
  Object.assign(process.env, connection.env);
  const session = await azureSession(connection.env);
  keys ||= keysOf(world);
  const refused: string[] = [];
  const engine = embeddedEngine({
    program: () => program,
    plugins: providers({ connection, pace: 0, send: notingRefusals(refused) }),
    localOnly: [connection.arm, connection.authority],
  });
  const backend = path.join(folder, "backend");
  mkdirSync(backend);
  return {
    world,
    tenant,
    session,
    clients: azureClients(session),
    connection,
    engine,
    refused,
    stack: (name, settings) => ({
      project: PROJECT,
      name,
      backend,
      passphrase: "scenario",
      config: withAuthType(connection.env, toPulumiConfig(settings), PROJECT),
      secretKeys: [],
    }),
    forget: (stack) =>
      rmSync(path.join(backend, ".pulumi/stacks", PROJECT, `${stack}.json`), { force: true }),
    leaveOut: (codes) => seedTable(world, "settings", { unenforced: [...codes] }),
    close: async () => {
      await closeWorld(world);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const keysOf = ({ store }: World): string =>
  KEYS.flatMap((name) =>
    store
      .collection(name)
      .entries()
      .map(([key, value]) => `${JSON.stringify([name, key, value])}\n`),
  ).join("");

/** Sends requests, and notes the code of each refusal. */
const notingRefusals =
  (refused: string[]): Send =>
  async (request) => {
    const answer = await send(request);
    if (request.method === "GET" || answer.status < 400) return answer;
    const code = /"(?:code|error_code)":\s*"([^"]+)"/.exec(answer.text)?.[1];
    if (code !== undefined) refused.push(code);
    return answer;
  };

function connectionOf(world: World, tenant: Tenant, folder: string): CloudConnection {
  const urlOf = (kind: string): string => world.hosts.url(kind, kind) ?? "";
  const arm = urlOf("arm");
  return {
    schema: "rai-lab/cloud/1",
    arm,
    authority: urlOf("authority"),
    control: urlOf("control"),
    controlToken: world.controlToken,
    caFile: writeCa(folder, world.certificates.ca),
    ...tenant,
    env: {
      ARM_TENANT_ID: tenant.tenantId,
      ARM_SUBSCRIPTION_ID: tenant.subscriptionId,
      ARM_CLIENT_ID: tenant.clientId,
      ARM_CLIENT_SECRET: tenant.clientSecret,
      ARM_METADATA_HOSTNAME: arm,
      ARM_DISABLE_INSTANCE_DISCOVERY: "true",
    },
  };
}
