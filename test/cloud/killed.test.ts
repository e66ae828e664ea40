/**
 * A process that hosts the cloud can be killed between any two lines of the world's log. Whatever line
 * was the last one: the world that is opened again ends what had begun, and holds no half of anything.
 */
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { azureStore } from "../../scripts/cloud/azure/store";
import { closeWorld, type World } from "../../scripts/cloud/core/world";
import { databricksService } from "../../scripts/cloud/databricks";
import { openWorkspaces } from "../../scripts/cloud/databricks/lifecycle";
import { workspaceStore } from "../../scripts/cloud/databricks/store";
import { startAzureCloud, type AzureCloud } from "../support/azure/azure-cloud";
import { SPEC, STUDENT, tokenOf } from "../support/databricks/workspace";
import { temporaryFolder } from "../support/folder";
import { seconds } from "../support/time-limits";

const DAY_MS = 24 * 3600 * 1000;
const GROUP = "resourceGroups/rg";
const ACCOUNT = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/oai`;
const WORKSPACE = `${GROUP}/providers/Microsoft.Databricks/workspaces/dbw`;

const start = (file: string): Promise<AzureCloud> => startAzureCloud({ file }, databricksService());

test(
  "a world cut off after any line of its log is whole once its operations have ended",
  { timeout: seconds(30) },
  async () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "cloud.jsonl");
    const lived = await start(file);
    const before = linesIn(file).length;
    await live(lived);
    await lived.stop();
    const lines = linesIn(file);
    expect(lines.length).toBeGreaterThan(before + 40);

    const cut = path.join(folder, "cut.jsonl");
    for (let last = 1; last <= lines.length; last++) {
      if (lines[last - 1]!.startsWith('["clock"')) continue;
      writeFileSync(cut, lines.slice(0, last).join(""));
      const { world } = await start(cut);
      world.clock.advance(DAY_MS);
      // A cluster that has started installs its libraries.
      for (let round = 0; round < 2; round++) {
        await world.operations.completeDue();
        world.clock.advance(DAY_MS / 24);
      }
      expect(halvesIn(world), `after ${lines[last - 1]!.slice(0, 300)}`).toEqual([]);
      await closeWorld(world);
    }
  },
);

const linesIn = (file: string): string[] =>
  readFileSync(file, "utf8")
    .split(/(?<=\n)/)
    .filter((line) => line !== "");

/** Makes, uses, deletes, restores and purges what a lab consists of. */
async function live(cloud: AzureCloud): Promise<void> {
  const { world, sub } = cloud;
  const done = async (method: string, at: string, body?: unknown): Promise<void> => {
    const answer = await cloud.call(method, at, body);
    expect(answer.status, `${method} ${at}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
    if (answer.headers.has("azure-asyncoperation") || answer.headers.has("location"))
      await cloud.pollUntilDone(answer);
  };
  const account = { kind: "OpenAI", location: "eastus2", sku: { name: "S0" } };
  await done("PUT", GROUP, { location: "eastus2" });
  await done("PUT", ACCOUNT, account);
  await done("PUT", `${ACCOUNT}/deployments/chat`, {
    sku: { name: "GlobalStandard", capacity: 5 },
    properties: { model: { format: "OpenAI", name: "gpt-5.6-luna" } },
  });
  await done("PUT", WORKSPACE, {
    location: "eastus2",
    properties: { managedResourceGroupId: `${sub}/resourceGroups/managed` },
  });
  await work(cloud);
  await done("DELETE", ACCOUNT);
  await done("PUT", ACCOUNT, { ...account, properties: { restore: true } });
  await done("DELETE", `${WORKSPACE}?api-version=2025-06-01&forceDeletion=true`);
  await done("DELETE", GROUP);
  const deleted = `${sub}/providers/Microsoft.CognitiveServices/locations/eastus2/${GROUP}/deletedAccounts/oai`;
  await done("DELETE", deleted);
  expect(world.operations.runningOn(`${sub}/${ACCOUNT}`.toLowerCase())).toBeUndefined();
}

/** Uses the workspace: a student, a notebook, and a cluster with a library that gets edited. */
async function work(cloud: AzureCloud): Promise<void> {
  const { world, tenant } = cloud;
  const { body } = await cloud.call("GET", WORKSPACE);
  world.clock.advance(60_000);
  const [deployer] = azureStore(world).principalsByAppId(tenant.clientId);
  const claims = { idtyp: "app" as const, appid: tenant.clientId, oid: deployer!.objectId };
  const headers = {
    authorization: `Bearer ${await tokenOf(world, claims)}`,
    "X-Databricks-Azure-Workspace-Resource-Id": String(body.id),
    "X-Databricks-Azure-SP-Management-Token": await tokenOf(
      world,
      claims,
      "https://management.azure.com/",
    ),
    "content-type": "application/json",
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of many shapes
  const ask = async (method: string, at: string, content?: object): Promise<any> => {
    const url = `https://${body.properties.workspaceUrl}/api/${at}`;
    const answer = await fetch(url, { method, headers, body: JSON.stringify(content) });
    const text = await answer.text();
    expect(answer.status, `${method} ${at}: ${text}`).toBeLessThan(300);
    return JSON.parse(text);
  };
  await ask("GET", "2.0/preview/scim/v2/Me");
  await ask("POST", "2.0/preview/scim/v2/Users", { userName: STUDENT, displayName: "Student" });
  await ask("POST", "2.0/workspace/mkdirs", { path: "/Shared/course/week-1" });
  await ask("POST", "2.0/workspace/import", {
    path: "/Shared/course/week-1/notebook",
    format: "SOURCE",
    language: "PYTHON",
    content: Buffer.from("1 + 1").toString("base64"),
  });
  const { cluster_id } = await ask("POST", "2.1/clusters/create", SPEC);
  const libraries = [{ pypi: { package: "openai==2.54.0" } }];
  await ask("POST", "2.0/libraries/install", { cluster_id, libraries });
  const settle = async (): Promise<void> => {
    for (let poll = 0; poll < 6; poll++)
      await ask("GET", `2.1/clusters/get?cluster_id=${cluster_id}`);
    for (let poll = 0; poll < 6; poll++)
      await ask("GET", `2.0/libraries/cluster-status?cluster_id=${cluster_id}`);
  };
  await settle();
  await ask("POST", "2.1/clusters/edit", { ...SPEC, cluster_id, autotermination_minutes: 30 });
  await settle();
  await ask("POST", "2.1/clusters/delete", { cluster_id });
  await settle();
  await ask("POST", "2.1/clusters/permanent-delete", { cluster_id });
}

/** What exists without what it belongs to, and what never ends. */
function halvesIn(world: World): string[] {
  const azure = azureStore(world);
  const hosts = world.store.collection<{ kind: string; key: string }>("hosts").values();
  const hostsOf = (kind: string): string[] =>
    hosts.filter((host) => host.kind === kind).map(({ key }) => key);
  const keys = (collection: { entries(): [string, unknown][] }): string[] =>
    collection.entries().map(([key]) => key);
  const apart = (what: string, some: string[], others: string[]): string[] => [
    ...some.filter((one) => !others.includes(one)).map((one) => `${what}: ${one}`),
    ...others.filter((one) => !some.includes(one)).map((one) => `no ${what}: ${one}`),
  ];
  return [
    ...azure.subscriptions
      .values()
      .slice(1)
      .map(({ subscriptionId }) => `a second subscription ${subscriptionId}`),
    ...apart("account with a host", keys(azure.accounts), hostsOf("openai")),
    ...apart("workspace with a host", keys(azure.workspaces), hostsOf("databricks")),
    ...apart("workspace that is open", keys(azure.workspaces), keys(openWorkspaces(world))),
    ...[...azure.accounts.values(), ...azure.workspaces.values(), ...azure.groups.values()]
      .filter(({ state }) => state !== "Succeeded")
      .map(({ id, state }) => `${id} stays ${state}`),
    ...azure.deployments
      .values()
      .filter(({ accountId }) => !azure.accounts.get(accountId))
      .map(({ id }) => `deployment without an account: ${id}`),
    ...openWorkspaces(world)
      .values()
      .flatMap(({ workspaceId }) => halvesInWorkspace(world, workspaceId)),
  ];
}

function halvesInWorkspace(world: World, workspaceId: string): string[] {
  const { clusters, grants, libraries, members, objects } = workspaceStore(
    world.store,
    workspaceId,
  );
  const folders = ["/", "/Users", "/Shared"];
  const homes = members
    .values()
    .filter(({ kind }) => kind === "user")
    .map(({ userName }) => `/Users/${userName}`);
  const granted = objects.values().filter(({ path: at }) => !folders.includes(at));
  return [
    ...[...folders, ...homes].filter((at) => !objects.get(at)).map((at) => `no folder ${at}`),
    ...granted
      .filter(({ object_id: id }) => !grants.entries().some(([key]) => key.endsWith(`/${id}`)))
      .map(({ path: at }) => `nobody may manage ${at}`),
    ...clusters
      .values()
      .filter(({ state }) => !["RUNNING", "TERMINATED"].includes(state))
      .map(({ cluster_id: id, state }) => `cluster ${id} stays ${state}`),
    ...clusters
      .values()
      .filter(({ cluster_id: id }) => !grants.get(`clusters/${id}`))
      .map(({ cluster_id: id }) => `nobody may manage cluster ${id}`),
    ...libraries
      .values()
      .filter(
        ({ cluster_id: id, status }) =>
          !clusters.get(id) || (clusters.get(id)?.state === "RUNNING" && status !== "INSTALLED"),
      )
      .map(({ status, library }) => `library stays ${status}: ${JSON.stringify(library)}`),
  ];
}
