import { expect, test } from "vitest";
import { Diagnostics } from "../../../infra/components/diagnostics";
import { graphOf } from "../../support/graph";

test("writes all logs of both services into one workspace, and metrics of the one that has some", async () => {
  const place = { resourceGroupName: "rg-lab", location: "eastus2", tags: { stack: "dev" } };
  const graph = await graphOf(() => {
    const watched = { accountId: "/account", after: [], databricksId: "/workspace" };
    return {
      id: new Diagnostics("diagnostics", { ...place, logWorkspaceName: "log-lab", ...watched })
        .logWorkspaceId,
    };
  });
  expect(graph.only("Workspace").inputs).toEqual({
    ...place,
    workspaceName: "log-lab",
    sku: { name: "PerGB2018" },
    retentionInDays: 30,
  });
  const shared = {
    name: "rai-lab",
    workspaceId: "/logs/log-lab",
    logs: [{ categoryGroup: "allLogs", enabled: true }],
  };
  expect(Object.fromEntries(graph.of("DiagnosticSetting").map((r) => [r.name, r.inputs]))).toEqual({
    "diagnostics-openai": {
      ...shared,
      resourceUri: "/account",
      metrics: [{ category: "AllMetrics", enabled: true }],
    },
    "diagnostics-databricks": { ...shared, resourceUri: "/workspace" },
  });
  // The forced delete goes first when the stack is destroyed, and after the settings.
  const forced = graph.only("ForcedLogDelete");
  expect(forced.inputs).toMatchObject({ workspaceId: "/logs/log-lab" });
  expect(forced.dependencies).toEqual([graph.only("Workspace").urn]);
  for (const setting of graph.of("DiagnosticSetting"))
    expect(setting.dependencies).toContain(forced.urn);
  expect(graph.outputs).toEqual({ id: "/logs/log-lab" });
});
