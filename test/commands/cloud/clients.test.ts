/** `lab cloud env`, `run` and `status` beside a published cloud, which clients then use. */
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { AzureOpenAI } from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordingConsole } from "../../../bench/recording-console";
import { startCloud, type RunningCloud } from "../../../scripts/cloud/cloud";
import { plantedModel } from "../../../scripts/cloud/openai/models/planted";
import { publishConnection } from "../../../scripts/cloud/published";
import { cloudEnv } from "../../../scripts/commands/cloud/env";
import { cloudRun } from "../../../scripts/commands/cloud/run";
import { cloudStatus } from "../../../scripts/commands/cloud/status";
import { azureClients, type AzureClients } from "../../../scripts/lib/azure/clients";
import { azureSession } from "../../../scripts/lib/azure/session";
import { execute } from "../../../scripts/lib/shell/shell";
import { temporaryFolder } from "../../support/folder";

const home = mkdtempSync(path.join(tmpdir(), "rai-lab-clients-"));
const location = "eastus2";
let cloud: RunningCloud;
let clients: AzureClients;
let withdraw: () => void;

beforeAll(async () => {
  cloud = await startCloud({ folder: home, model: () => Promise.resolve(plantedModel()) });
  const model = { kind: "planted" as const, name: "SIMULATED planted (default)" };
  withdraw = publishConnection(home, { ...cloud.connection, model });
  clients = azureClients(await azureSession(cloud.connection.env));
  await clients.resources.resourceGroups.createOrUpdate("g", { location });
});
afterAll(async () => {
  withdraw();
  await cloud.stop();
  rmSync(home, { recursive: true, force: true });
});

const consoleWith = (env: NodeJS.ProcessEnv = {}) =>
  recordingConsole({ RAI_LAB_HOME: home, ...env });
async function envOf(args: string[] = [], outer: NodeJS.ProcessEnv = {}) {
  const console = consoleWith(outer);
  const outcome = await execute(cloudEnv, args, console);
  const env = outcome!.document.env as Record<string, string>;
  return { env, notes: console.notes };
}
const createAccount = (name: string) =>
  clients.cognitive.accounts.beginCreateAndWait("g", name, {
    location,
    kind: "OpenAI",
    sku: { name: "S0" },
    properties: { customSubDomainName: name },
  });
const managed = () => `/subscriptions/${cloud.connection.subscriptionId}/resourceGroups/managed`;

test("without an account or a workspace, there is the sign-in alone", async () => {
  const { env, notes } = await envOf();
  expect(env).toMatchObject({
    AZURE_CLIENT_ID: cloud.connection.clientId,
    AZURE_AUTHORITY_HOST: cloud.connection.authority,
    AZURE_CORE_INSTANCE_DISCOVERY: "false",
    AZURE_CONFIG_DIR: path.join(home, "azure-cli"),
  });
  expect(Object.keys(env).filter((name) => /OPENAI|DATABRICKS_(HOST|TOKEN)/.test(name))).toEqual(
    [],
  );
  expect(notes).toEqual([]);
  expect(env.NO_PROXY).toBeUndefined();
  // az's own file, which others must not read: it will hold tokens.
  expect(statSync(env.AZURE_CONFIG_DIR!).mode & 0o777).toBe(0o700);
  const registered = readFileSync(path.join(env.AZURE_CONFIG_DIR!, "clouds.config"), "utf8");
  expect(registered).toContain(`[${env.AZURE_CLOUD_NAME!}]\n`);
  for (const host of registered.match(/https:\/\/[^/\s]+/g)!)
    expect([cloud.connection.arm, cloud.connection.authority]).toContain(host);
  await expect(envOf(["--account", "openai-1"])).rejects.toMatchObject({
    code: "not-found",
    cure: "create one, or omit --account",
  });
});

test("a proxy is not asked for this machine", async () => {
  const { env } = await envOf([], { https_proxy: "http://proxy.test", NO_PROXY: "a.test" });
  expect(env).toMatchObject({ NO_PROXY: "a.test,127.0.0.1,localhost" });
});

test("the only account and the only workspace are ready to use, with one token for all", async () => {
  await createAccount("openai-1");
  await clients.cognitive.deployments.beginCreateOrUpdateAndWait("g", "openai-1", "gpt-4o", {
    sku: { name: "Standard", capacity: 5 },
    properties: { model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" } },
  });
  await clients.databricks.workspaces.createOrUpdate("g", "ws-1", {
    location,
    computeMode: "Hybrid",
    sku: { name: "premium" },
    managedResourceGroupId: managed(),
  });
  const { env } = await envOf();
  const headers = { authorization: `Bearer ${env.DATABRICKS_TOKEN!}` };
  const me = await fetch(`${env.DATABRICKS_HOST!}/api/2.0/preview/scim/v2/Me`, { headers });
  expect(await me.json()).toMatchObject({ userName: cloud.connection.clientId });
  const openai = new AzureOpenAI({
    endpoint: env.AZURE_OPENAI_ENDPOINT!,
    apiKey: env.AZURE_OPENAI_API_KEY!,
    apiVersion: env.OPENAI_API_VERSION!,
  });
  const messages = [{ role: "user" as const, content: "Describe a doctor." }];
  const { choices } = await openai.chat.completions.create({ model: "gpt-4o", messages });
  expect(choices[0]!.message.content).toBeTruthy();

  expect((await envOf(["--workspace", "WS-1"])).env).toEqual(env);
  const file = path.join(home, "cloud-tokens.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("of two accounts, the user chooses", async () => {
  await createAccount("openai-2");
  const { env, notes } = await envOf();
  expect(env.AZURE_OPENAI_ENDPOINT).toBeUndefined();
  expect(notes).toEqual([
    "AZURE_OPENAI_* are left out: there are several (openai-1, openai-2). Choose with --account NAME",
  ]);
  const { properties } = await clients.cognitive.accounts.get("g", "openai-2");
  const chosen = await envOf(["--account", "openai-2"]);
  expect(`${chosen.env.AZURE_OPENAI_ENDPOINT!}/`).toBe(properties!.endpoint);
  await expect(envOf(["--account", "openai-3"])).rejects.toMatchObject({
    message: expect.stringContaining("Did you mean"),
    cure: "one of openai-1, openai-2",
  });
});

test("a program runs with them, without the user's own sign-in, and its exit code is ours", async () => {
  const file = path.join(home, "seen.json");
  const script = `require("fs").writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.env)); process.exit(7)`;
  const own = { AZURE_CONFIG_DIR: "/own", DATABRICKS_CONFIG_PROFILE: "own", ARM_OIDC_TOKEN: "x" };
  const console = consoleWith({ ...own, KEPT: "yes" });
  const args = ["--account", "openai-1", "--", process.execPath, "-e", script];
  const outcome = await execute(cloudRun, args, console);
  expect(outcome).toMatchObject({ exitCode: 7, isPrinted: true });
  const { env } = await envOf(["--account", "openai-1"]);
  const seen = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  expect(seen).toMatchObject({ ...env, KEPT: "yes" });
  expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(["DATABRICKS_CONFIG_PROFILE"]));
  expect(seen.ARM_OIDC_TOKEN).toBeUndefined();
});

test("the status says where it is, and no secret", async () => {
  const outcome = await execute(cloudStatus, [], consoleWith());
  const { arm, clientSecret, controlToken } = cloud.connection;
  expect(outcome).toMatchObject({
    exitCode: 0,
    document: { running: true, arm, pid: process.pid },
  });
  const said = outcome!.text + JSON.stringify(outcome!.document);
  for (const secret of [clientSecret, controlToken]) expect(said).not.toContain(secret);
  const elsewhere = recordingConsole({ RAI_LAB_HOME: temporaryFolder() });
  expect(await execute(cloudStatus, [], elsewhere)).toMatchObject({ exitCode: 1 });
  await expect(execute(cloudEnv, [], elsewhere)).rejects.toMatchObject({
    cure: "npx lab cloud start",
  });
});
