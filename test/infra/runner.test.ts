import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Session, signIn } from "../../infra/azure/session";
import { requestWorkspace } from "../../infra/azure/workspace-api";
import { type RunningCloud, startCloud, testClockOf } from "../../scripts/cloud/cloud";
import { trustCa } from "../../scripts/cloud/core/trusted-ca";
import { type ProgramRun, runProgram } from "../support/engine/program-run";
import { SUBSCRIPTION } from "../support/graph/azure";

/**
 * The program as `pulumi up` runs it, and its dynamic resources as Pulumi's plugin for them runs
 * those.
 */

const config = { "rai-lab:student": '{"userName":"student@rai-lab.example"}' };

let folder: string;
let cloud: RunningCloud;
let session: Session;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rai-lab-runner-"));
  cloud = await startCloud({
    folder,
    model: () => Promise.reject(new Error("no model is needed")),
  });
  trustCa(cloud.world.certificates.ca);
  session = await signIn(cloud.connection.env);
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

const group = (): string =>
  `/subscriptions/${cloud.connection.subscriptionId}/resourceGroups/rg-runner`;

/** Creates something in the local cloud, and waits until it is there. */
async function put(path: string, version: string, body: unknown): Promise<void> {
  const url = `${session.resourceManager}${path}?api-version=${version}`;
  const headers = {
    Authorization: `Bearer ${await session.token()}`,
    "Content-Type": "application/json",
  };
  const answer = await fetch(url, { method: "PUT", headers, body: JSON.stringify(body) });
  expect(answer.ok, await answer.clone().text()).toBe(true);
  await session.pollUntilDone(answer, path);
}
const statusOf = async (path: string, version: string): Promise<number> =>
  (await session.request("GET", `${session.resourceManager}${path}?api-version=${version}`)).status;

/** Creates a workspace, and waits until it is there. */
async function makeWorkspace(id: string): Promise<{ host: string; workspaceId: string }> {
  const managedResourceGroupId = `${group()}-${id.split("/").at(-1)!}`;
  await put(id, "2026-01-01", {
    location: "eastus2",
    sku: { name: "premium" },
    properties: { computeMode: "Hybrid", managedResourceGroupId },
  });
  const answer = await session.request(
    "GET",
    `${session.resourceManager}${id}?api-version=2026-01-01`,
  );
  const { properties } = (await answer.json()) as {
    properties: { workspaceUrl: string; workspaceId: string };
  };
  return { host: `https://${properties.workspaceUrl}`, workspaceId: properties.workspaceId };
}

interface Said {
  value?: unknown;
  error?: boolean;
  message?: string;
  errorCode?: string;
  stack?: string;
}

describe.each(["sucrase", "ts-node", "tsx"] as const)("loaded by %s", (loader) => {
  let run: ProgramRun;
  beforeAll(async () => void (run = await runProgram(loader, config)));

  const call = (
    type: string,
    method: string,
    args: unknown[],
    env: Record<string, string>,
    { registered } = run,
  ): Promise<Said> => {
    const code = registered.find((r) => r.type === `pulumi-nodejs:dynamic/rai-lab:${type}`)?.inputs[
      "__provider"
    ];
    const script = join(__dirname, "../support/engine/dynamic-run.cjs");
    const child = spawn(process.execPath, [script], {
      env: { PATH: process.env["PATH"], ...testClockOf(process.env), ...env },
    });
    child.stdin.end(JSON.stringify({ code, method, args }));
    let out = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    return new Promise((resolve, reject) => {
      child.on("error", reject).on("close", () => {
        if (out === "") reject(new Error(`${type}.${method} said nothing`));
        else resolve(JSON.parse(out) as Said);
      });
    });
  };

  test("the program registers all of a lab, and says nothing", () => {
    expect(run).toMatchObject({ code: 0, logs: [], stderr: "" });
    expect(run.registered.filter((r) => r.custom)).toHaveLength(25);
    expect(run.registered.find((r) => r.type === "pulumi:pulumi:Stack")?.outputs).toHaveProperty(
      "notebookUrl",
    );
  });

  test("the purge waits for its day, and then purges", async () => {
    const account = {
      subscriptionId: cloud.connection.subscriptionId,
      resourceGroupName: "rg-runner",
      location: "eastus2",
      accountName: `oai-runner-${loader}`,
    };
    const env = cloud.connection.env;
    await put(group(), "2024-03-01", { location: "eastus2" });
    const id = `${group()}/providers/Microsoft.CognitiveServices/accounts/${account.accountName}`;
    const properties = { customSubDomainName: account.accountName };
    await put(id, "2025-06-01", {
      kind: "OpenAI",
      sku: { name: "S0" },
      location: "eastus2",
      properties,
    });

    const { value } = await call("Purge", "create", [account], env);
    expect(value).toMatchObject({ outs: account });
    const deleted = (value as { id: string }).id;
    await session.pollUntilDone(
      await session.requestWithRetry(
        "DELETE",
        `${session.resourceManager}${id}?api-version=2025-06-01`,
      ),
      id,
    );
    expect(await statusOf(deleted, "2025-06-01")).toBe(200);

    expect(await call("Purge", "delete", [deleted, account], env)).toEqual({ value: null });
    expect(await statusOf(deleted, "2025-06-01")).toBe(404);
  });

  test("readiness ends when the workspace answers; the forced delete deletes it", async () => {
    const env = cloud.connection.env;
    await put(group(), "2024-03-01", { location: "eastus2" });
    const workspaceId = `${group()}/providers/Microsoft.Databricks/workspaces/dbw-runner-${loader}`;
    const { host } = await makeWorkspace(workspaceId);
    const inputs = { workspaceId, host };
    expect(await call("Readiness", "create", [inputs], env)).toEqual({
      value: { id: workspaceId, outs: inputs },
    });
    expect(await call("ForcedDelete", "delete", ["id", { workspaceId }], env)).toEqual({
      value: null,
    });
    expect(await statusOf(workspaceId, "2026-01-01")).toBe(404);
  });

  test("in a workspace that existed before, names are claimed, and a user is added once", async () => {
    const env = cloud.connection.env;
    await put(group(), "2024-03-01", { location: "eastus2" });
    const resourceId = `${group()}/providers/Microsoft.Databricks/workspaces/dbw-school-${loader}`;
    const there = { resourceId, ...(await makeWorkspace(resourceId)) };
    await call("Readiness", "create", [{ workspaceId: resourceId, host: there.host }], env);
    const existing = await runProgram(loader, {
      ...config,
      "rai-lab:existing": JSON.stringify({
        workspaceId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/school/providers/Microsoft.Databricks/workspaces/dbw`,
      }),
    });
    const names = {
      clusterName: "rai-lab-dev",
      scopeName: "rai-lab-dev",
      folder: "/rai-lab/dev",
      policyName: "rai-lab-dev",
      mark: "rai-lab/dev",
    };
    const claim = () => call("Removal", "create", [{ ...there, ...names }], env, existing);
    expect(await claim()).toMatchObject({ value: { id: `${resourceId}/rai-lab/dev` } });
    const olds = { ...there, ...names };
    const shouted = { ...olds, resourceId: resourceId.toUpperCase() };
    for (const [news, replaces] of [
      [shouted, []],
      [{ ...olds, workspaceId: "1" }, ["workspaceId"]],
    ] as const)
      expect(await call("Removal", "diff", ["id", olds, news], env, existing)).toMatchObject({
        value: { replaces },
      });
    const scope = { scope: "rai-lab-dev" };
    const made = await requestWorkspace(
      session,
      there,
      "POST",
      "/api/2.0/secrets/scopes/create",
      scope,
    );
    expect(made.status).toBe(200);
    expect(await claim()).toMatchObject({
      error: true,
      errorCode: "exists",
      message: expect.stringContaining(
        "has secret scope rai-lab-dev, not made by stack rai-lab/dev",
      ),
    });
    const { userName } = cloud.connection.student;
    const { host } = there;
    for (let time = 0; time < 2; time++)
      expect(
        await call("Member", "create", [{ resourceId, host, userName }], env, existing),
      ).toMatchObject({ value: { id: `${resourceId}/users/${userName}` } });
  });

  test("what goes wrong in there is told in full, with its cure and without frames", async () => {
    const env = { ARM_CLIENT_SECRET: "x" };
    expect(await call("ForcedDelete", "delete", ["id", { workspaceId: "/w" }], env)).toEqual({
      error: true,
      message: "ARM_TENANT_ID is not set, but ARM_CLIENT_SECRET is.",
      errorCode: "sign-in",
      // What the plugin prints after the message.
      stack: "Set ARM_TENANT_ID.",
    });
  });
});

test("a wrong configuration is one message without a stack, and registers nothing", async () => {
  const run = await runProgram("ts-node", { "rai-lab:modle": "x" });
  expect(run.code).not.toBe(0);
  expect(run.logs).toEqual([
    "The configuration of stack dev has 1 problem (change it in Pulumi.dev.yaml):\n" +
      "  rai-lab:modle is not a key. Did you mean model?",
  ]);
  expect(run.registered.map((r) => r.type)).toEqual(["pulumi:pulumi:Stack"]);
});
