import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCloud, type RunningCloud } from "../../scripts/cloud/cloud";
import { providers } from "../../scripts/providers";
import {
  InitFailed,
  type LiveState,
  type Plugins,
  type Props,
  type Provider,
} from "../../scripts/engine/plugin";
import { configuration, target } from "../support/providers/wire";

/** The stand-ins against the local cloud itself: every type of the lab through its whole life. */
const folder = mkdtempSync(path.join(tmpdir(), "providers-"));
let cloud: RunningCloud;
let plugins: Plugins;
let azure: Provider;

beforeAll(async () => {
  cloud = await startCloud({ folder, model: () => Promise.reject(new Error("no model here")) });
  plugins = providers({ connection: cloud.connection });
  azure = await configured("azure-native", {});
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function configured(name: string, config: Props): Promise<Provider> {
  const plugin = plugins[name];
  if (!plugin) throw new Error(`no plugin ${name}`);
  return plugin.configure(configuration(`pulumi:providers:${name}`, config));
}

/** One resource as an engine would keep it. */
class Managed {
  inputs: Props = {};
  live: LiveState = { id: "", outputs: {} };
  readonly target: ReturnType<typeof target>;

  constructor(
    private readonly provider: Provider,
    type: string,
    private readonly program: Props,
  ) {
    this.target = target(type, "lab");
  }

  async create(): Promise<this> {
    this.inputs = await this.check(this.program, {});
    this.live = await this.provider.create({ ...this.target, inputs: this.inputs, preview: false });
    return this;
  }

  async check(news: Props, olds = this.inputs): Promise<Props> {
    const checked = await this.provider.check?.({ ...this.target, olds, news });
    expect(checked?.failures ?? []).toEqual([]);
    return checked?.inputs ?? news;
  }

  diff(news: Props) {
    const { id, outputs: olds } = this.live;
    return this.provider.diff?.({
      ...this.target,
      id,
      olds,
      oldInputs: this.inputs,
      news,
      ignoreChanges: [],
    });
  }

  read(): Promise<LiveState | undefined> | undefined {
    const { id, outputs } = this.live;
    return this.provider.read?.({ ...this.target, id, inputs: this.inputs, outputs });
  }

  async update(change: Props): Promise<void> {
    const news = await this.check({ ...this.program, ...change });
    const { id, outputs: olds } = this.live;
    const request = { ...this.target, id, olds, oldInputs: this.inputs, news, preview: false };
    const updated = await this.provider.update?.(request);
    this.inputs = news;
    this.live = { id, outputs: updated?.outputs ?? {} };
  }

  async delete(): Promise<void> {
    const { id, outputs } = this.live;
    await this.provider.delete?.({ ...this.target, id, inputs: this.inputs, outputs });
  }

  identify() {
    return this.provider.identify?.({ ...this.target, inputs: this.inputs });
  }
}

const text = (props: Props, name: string): string => {
  const value = props[name];
  if (typeof value !== "string") throw new Error(`${name} is no text: ${JSON.stringify(value)}`);
  return value;
};

/** Created, found unchanged by a refresh and a second run, and known by its inputs alone. */
async function settled(resource: Managed, identified = true): Promise<void> {
  const seen = await resource.read();
  expect(seen?.inputs).toEqual(resource.inputs);
  expect(await resource.diff(resource.inputs)).toMatchObject({ changes: false, replaces: [] });
  if (identified)
    expect((await resource.identify())?.toLowerCase()).toBe(resource.live.id.toLowerCase());
}

async function changed(resource: Managed, change: Props): Promise<void> {
  await resource.update(change);
  expect((await resource.read())?.inputs).toEqual(resource.inputs);
}

async function gone(resource: Managed): Promise<void> {
  await resource.delete();
  expect(await resource.read()).toBeUndefined();
}

const place = "eastus2";
const newGroup = (name: string): Promise<Managed> =>
  new Managed(azure, "azure-native:resources:ResourceGroup", {
    resourceGroupName: name,
    location: place,
  }).create();
const newWorkspace = (group: string, more: Props = {}): Managed =>
  new Managed(azure, "azure-native:databricks:Workspace", {
    resourceGroupName: group,
    workspaceName: `${group}-dbw`,
    location: place,
    sku: { name: "premium" },
    computeMode: "Hybrid",
    managedResourceGroupId: `/subscriptions/${cloud.connection.subscriptionId}/resourceGroups/${group}-managed`,
    parameters: { enableNoPublicIp: { value: true } },
    ...more,
  });
const newAccount = (group: string, name = `${group}-oai`, more: Props = {}): Managed =>
  new Managed(azure, "azure-native:cognitiveservices:Account", {
    resourceGroupName: group,
    accountName: name,
    kind: "OpenAI",
    sku: { name: "S0" },
    properties: { customSubDomainName: name },
    ...more,
  });
const signedIn = (workspace: Managed, authType = "azure-client-secret"): Promise<Provider> =>
  configured("databricks", {
    host: `https://${text(workspace.live.outputs, "workspaceUrl")}`,
    azureWorkspaceResourceId: workspace.live.id,
    azureTenantId: cloud.connection.tenantId,
    authType,
    retryTimeoutSeconds: "60",
  });

describe("on Azure", () => {
  it("group, account, deployment and role assignment live their lives", async () => {
    const group = await newGroup("rg-azure");
    await settled(group);
    await changed(group, { tags: { course: "rai" } });

    const account = await newAccount("rg-azure").create();
    // The location came from the group.
    expect(account.inputs.location).toBe(place);
    await settled(account);
    await changed(account, { tags: { seat: "s01" } });
    const args = { resourceGroupName: "rg-azure", accountName: "rg-azure-oai" };
    const keys = await azure.invoke?.({
      token: "azure-native:cognitiveservices:listAccountKeys",
      args,
    });
    expect(keys?.result?.key1).toMatch(/^\w{20,}$/);

    const deployment = await new Managed(azure, "azure-native:cognitiveservices:Deployment", {
      ...args,
      deploymentName: "gpt-35-turbo",
      sku: { name: "Standard", capacity: 5 },
      properties: {
        model: { format: "OpenAI", name: "gpt-4o", version: "2024-11-20" },
        versionUpgradeOption: "NoAutoUpgrade",
      },
    }).create();
    await settled(deployment);
    await changed(deployment, { sku: { name: "Standard", capacity: 6 } });

    const role = await new Managed(azure, "azure-native:authorization:RoleAssignment", {
      scope: account.live.id,
      roleAssignmentName: randomUUID(),
      principalId: cloud.connection.student.objectId,
      principalType: "User",
      roleDefinitionId: `/subscriptions/${cloud.connection.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd`,
    }).create();
    await settled(role);

    for (const resource of [role, deployment, account, group]) await gone(resource);
  });

  it("who am I comes from the token", async () => {
    const { clientId, tenantId, subscriptionId } = cloud.connection;
    const me = await azure.invoke?.({
      token: "azure-native:authorization:getClientConfig",
      args: {},
    });
    expect(me?.result).toMatchObject({ clientId, tenantId, subscriptionId });
  });

  it("a refusal is worded as users of azure-native know it", async () => {
    const account = newAccount("rg-not-there", "nowhere", { location: place }).create();
    await expect(account).rejects.toThrow(
      /Status=404 Code="ResourceGroupNotFound" Message="Resource group 'rg-not-there' could not be found\."/,
    );
  });

  it("a provider that the subscription never used is registered on the way", async () => {
    const { subscriptionId } = cloud.connection;
    const states = cloud.world.store.collection<{ namespace: string; registrationState: string }>(
      "resources/providers",
    );
    const key = `${subscriptionId}/microsoft.databricks`;
    states.put(key, { namespace: "Microsoft.Databricks", registrationState: "NotRegistered" });
    const group = await newGroup("rg-fresh");
    const workspace = await newWorkspace("rg-fresh").create();
    expect(states.get(key)?.registrationState).toBe("Registered");
    await gone(workspace);
    await gone(group);
  });

  it("busy services are asked again, and a cut connection too", async () => {
    const busy = {
      status: 429,
      code: "TooManyRequests",
      message: "later",
      headers: { "retry-after": "17" },
    };
    cloud.world.faults.set([
      { operation: "cognitiveservices/accounts/write", nth: 1, answer: busy },
      { operation: "cognitiveservices/accounts/write", nth: 2, answer: "drop" },
    ]);
    const before = cloud.world.clock.now();
    const group = await newGroup("rg-busy");
    await gone(await newAccount("rg-busy").create());
    await gone(group);
    cloud.world.faults.set([]);
    // The back-offs (17 s, then 60 s) passed on the cloud's clock, not on ours.
    expect(cloud.world.clock.now() - before).toBeGreaterThan(77_000);
  });

  it("a workspace that fails to deploy is in state, and repairable", async () => {
    await newGroup("rg-failing");
    await newGroup("rg-failing-managed");
    const workspace = newWorkspace("rg-failing");
    const error = await workspace.create().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InitFailed);
    expect(error).toMatchObject({ outputs: { provisioningState: "Failed" } });
    expect((error as InitFailed).reasons[0]).toContain('Code="ApplianceProvisioningFailed"');
  });

  it("twenty accounts at once do not mix", async () => {
    await newGroup("rg-many");
    const names = Array.from({ length: 20 }, (_, i) => `many-${i}`);
    const accounts = await Promise.all(names.map((name) => newAccount("rg-many", name).create()));
    const endpoints = new Set(
      accounts.map(({ live }) => text(live.outputs.properties as Props, "endpoint")),
    );
    expect(endpoints.size).toBe(names.length);
    expect(accounts.map(({ live }) => live.outputs.name)).toEqual(names);
  });
});

describe("in a Databricks workspace", () => {
  let workspace: Managed;
  let databricks: Provider;
  const student = "student@rai-lab.example";
  const make = (name: string, program: Props): Promise<Managed> => {
    const token = `databricks:index/${(name[0] ?? "").toLowerCase()}${name.slice(1)}:${name}`;
    return new Managed(databricks, token, program).create();
  };
  const clusterInputs = (more: Props = {}): Props => ({
    clusterName: "lab",
    sparkVersion: "16.4.x-cpu-ml-scala2.12",
    nodeTypeId: "Standard_D4ds_v5",
    numWorkers: 0,
    autoterminationMinutes: 20,
    dataSecurityMode: "SINGLE_USER",
    singleUserName: student,
    runtimeEngine: "STANDARD",
    sparkConf: { "spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]" },
    customTags: { ResourceClass: "SingleNode" },
    libraries: [{ pypi: { package: "openai==2.54.0" } }],
    ...more,
  });

  beforeAll(async () => {
    await newGroup("rg-dbx");
    workspace = await newWorkspace("rg-dbx").create();
    databricks = await signedIn(workspace);
    await make("User", { userName: student, force: true });
  });

  it("every type lives its life", async () => {
    await settled(workspace);
    const source = path.join(folder, "n.py");
    writeFileSync(source, "# Databricks notebook source\nprint(1)\n");
    const user = await make("User", { userName: "other@rai-lab.example", force: true });
    await settled(user, false);
    const directory = await make("Directory", { path: "/rai-lab/it", deleteRecursive: true });
    await settled(directory);
    const notebook = await make("Notebook", { path: "/rai-lab/it/n", source });
    expect(notebook.live.outputs.objectId).toBe(0);
    await settled(notebook);
    expect((await notebook.read())?.outputs.objectId).toBeGreaterThan(0);
    writeFileSync(source, "# Databricks notebook source\nprint(2)\n");
    await changed(notebook, {});
    const file = await make("WorkspaceFile", { path: "/rai-lab/it/f.json", contentBase64: "W10=" });
    await settled(file);
    const scope = await make("SecretScope", { name: "it" });
    await settled(scope);
    const secret = await make("Secret", { scope: "it", key: "openai-key", stringValue: "v" });
    await settled(secret);
    const acl = await make("SecretAcl", { scope: "it", principal: student, permission: "READ" });
    await settled(acl);
    const cluster = await make("Cluster", clusterInputs());
    await settled(cluster);
    await changed(cluster, { autoterminationMinutes: 30 });
    const of = { userName: student, permissionLevel: "CAN_RESTART" };
    const permissions = await make("Permissions", {
      clusterId: cluster.live.id,
      accessControls: [of],
    });
    await settled(permissions);
    await changed(permissions, { accessControls: [{ ...of, permissionLevel: "CAN_ATTACH_TO" }] });
    const run = { userName: student, permissionLevel: "CAN_RUN" };
    const inFolder = await make("Permissions", {
      directoryPath: "/rai-lab/it",
      accessControls: [run],
    });
    await settled(inFolder);
    const onNotebook = await make("Permissions", {
      notebookPath: "/rai-lab/it/n",
      accessControls: [run],
    });
    await settled(onNotebook);
    const policy = await make("ClusterPolicy", { name: "it", definition: "{}" });
    await settled(policy, false);
    await onNotebook.delete();
    await inFolder.delete();
    await permissions.delete();
    for (const resource of [policy, cluster, acl, secret, scope, file, notebook, directory, user])
      await gone(resource);
  });

  it("the traps of the real provider are there", async () => {
    // A changed secret, created before its predecessor goes, goes with it.
    const scope = await make("SecretScope", { name: "trap" });
    const first = await make("Secret", { scope: "trap", key: "k", stringValue: "old" });
    const second = await make("Secret", { scope: "trap", key: "k", stringValue: "new" });
    await first.delete();
    expect(await second.read()).toBeUndefined();
    await gone(scope);

    // A library that fails leaves a cluster which the next update calls healthy, without the library.
    const program = clusterInputs({
      clusterName: "trap",
      libraries: [{ pypi: { package: "openai==99.0.0" } }],
    });
    const error = await make("Cluster", program).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InitFailed);
    const { id, outputs, reasons } = error as InitFailed;
    expect(reasons[0]).toContain("cannot create cluster: pypi:openai==99.0.0 failed:");
    const about = {
      ...target("databricks:index/cluster:Cluster"),
      id,
      olds: outputs,
      oldInputs: program,
      news: program,
    };
    const updated = await databricks.update?.({ ...about, preview: false });
    expect(updated?.outputs.libraries).toEqual(program.libraries);
    await databricks.delete?.({ ...about, inputs: program, outputs: {} });
  });

  it("az's sign-in works too", async () => {
    const other = await signedIn(workspace, "azure-cli");
    const me = await other.invoke?.({
      token: "databricks:index/getCurrentUser:getCurrentUser",
      args: {},
    });
    expect(me?.result).toMatchObject({
      userName: cloud.connection.clientId,
      aclPrincipalId: `servicePrincipals/${cloud.connection.clientId}`,
      providerConfig: { workspaceId: workspace.live.outputs.workspaceId },
    });
  });
});
