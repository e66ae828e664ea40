import { describe, expect, test } from "vitest";
import { graphOf } from "../../support/graph";
import { azure, HOST, SUBSCRIPTION, TENANT } from "../../support/graph/azure";
import { testWorkspace } from "../../support/graph/parts";

const workspace = (args: Parameters<typeof testWorkspace>[0] = {}) =>
  graphOf(() => {
    const { resourceId, workspaceId, host } = testWorkspace(args);
    return { resourceId, workspaceId, host };
  });

test("is a Premium workspace, its SKU in the lower case that the service wants", async () => {
  const graph = await workspace({ noPublicIp: false });
  expect(graph.registered.find((r) => r.name === "databricks-workspace")).toMatchObject({
    type: "azure-native:databricks:Workspace",
    inputs: {
      resourceGroupName: "group",
      workspaceName: "dbw",
      location: "eastus2",
      sku: { name: "premium" },
      computeMode: "Hybrid",
      managedResourceGroupId: `/subscriptions/${SUBSCRIPTION}/resourceGroups/managed`,
      parameters: { enableNoPublicIp: { value: false } },
      tags: { stack: "dev" },
    },
  });
  expect(graph.outputs).toEqual({ resourceId: "/workspaces/dbw", workspaceId: "4242", host: HOST });
});

describe("its provider", () => {
  const provider = async (authType: string) =>
    (await workspace({ authType })).registered.find(
      (r) => r.type === "pulumi:providers:databricks",
    )!;

  test("is told where and who, and gives up on a dead workspace after a minute", async () => {
    // Provider inputs travel as text.
    expect((await provider("azure-cli")).inputs).toEqual({
      host: HOST,
      azureWorkspaceResourceId: "/workspaces/dbw",
      azureTenantId: TENANT,
      authType: "azure-cli",
      retryTimeoutSeconds: "60",
    });
  });

  test("is told to use a managed identity when that is how it signs in", async () => {
    expect((await provider("azure-msi")).inputs).toMatchObject({
      authType: "azure-msi",
      azureUseMsi: "true",
    });
  });

  test("waits until the workspace is usable: its host is the readiness's", async () => {
    const graph = await workspace();
    const ready = graph.only("Readiness");
    const { dependsBy } = graph.registered.find((r) => r.type === "pulumi:providers:databricks")!;
    expect(dependsBy["host"]).toEqual([ready.urn]);
    expect(ready.inputs).toMatchObject({ workspaceId: "/workspaces/dbw", host: HOST });
  });
});

test("the forced delete depends on the workspace, so it goes before it", async () => {
  const graph = await workspace();
  const workspaceUrn = graph.registered.find((r) => r.name === "databricks-workspace")!.urn;
  expect(graph.only("ForcedDelete").dependsBy["workspaceId"]).toEqual([workspaceUrn]);
});

test("nothing asks the workspace anything while it is made", async () => {
  const asked: string[] = [];
  const answers = azure();
  await graphOf(() => void testWorkspace(), {
    answers: {
      ...answers,
      invoke: (token, args) => (asked.push(token), answers.invoke(token, args)),
    },
  });
  expect(asked).toEqual([]);
});
