/**
 * What PARITY.md says is not simulated of a workspace (`@not-simulated` beside its routes): calls of each kind are 501,
 * in the service's envelope, and no client asks again.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../support/databricks/workspace";

let workspace: TestWorkspace;
let cluster: string;
beforeAll(async () => {
  workspace = await testWorkspace();
  const spec = { spark_version: "17.3.x-cpu-ml-scala2.13", node_type_id: "Standard_D4ds_v5" };
  const made = await workspace.call("POST", "/api/2.1/clusters/create", {
    ...{ cluster_name: "one", num_workers: 0, autotermination_minutes: 20, ...spec },
    spark_conf: { "spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]" },
    custom_tags: { ResourceClass: "SingleNode" },
  });
  cluster = made.body.cluster_id as string;
});
afterAll(() => workspace.close());

const task = (kind: Record<string, unknown>) => ({
  name: "j",
  tasks: [{ task_key: "t", existing_cluster_id: cluster, ...kind }],
});

const CALLS: Record<string, () => [method: string, path: string, body?: unknown]> = {
  serving: () => ["GET", "/api/2.0/serving-endpoints"],
  "an endpoint of serving": () => ["POST", "/api/2.0/serving-endpoints", { name: "e" }],
  "a context 1.2": () => [
    "POST",
    "/api/1.2/contexts/create",
    { clusterId: cluster, language: "python" },
  ],
  "a command 1.2": () => ["GET", "/api/1.2/commands/status?clusterId=c&contextId=x&commandId=y"],
  "a file in a volume": () => ["GET", "/api/2.0/fs/files/Volumes/main/default/v/a.txt"],
  "a folder in a volume": () => ["GET", "/api/2.0/fs/directories/Volumes/main/default/v"],
  "SQL warehouses": () => ["GET", "/api/2.0/sql/warehouses"],
  "a SQL statement": () => ["POST", "/api/2.0/sql/statements", { statement: "SELECT 1" }],
  "catalogs of Unity Catalog": () => ["GET", "/api/2.1/unity-catalog/catalogs"],
  "a Git folder": () => ["POST", "/api/2.0/repos", { url: "https://github.com/a/b" }],
  "families of policies": () => ["GET", "/api/2.0/policy-families"],
  "a scope of a key vault": () => [
    "POST",
    "/api/2.0/secrets/scopes/create",
    {
      ...{ scope: "vault", scope_backend_type: "AZURE_KEYVAULT" },
      backend_azure_keyvault: { resource_id: "/subscriptions/s", dns_name: "https://v.example" },
    },
  ],
  "an import of a DBC archive": () => [
    "POST",
    "/api/2.0/workspace/import",
    { path: "/Shared/x", format: "DBC", content: "" },
  ],
  "an export as HTML": () => ["GET", "/api/2.0/workspace/export?path=/Shared&format=HTML"],
  "a serverless task": () => [
    "POST",
    "/api/2.2/jobs/create",
    task({ existing_cluster_id: undefined, notebook_task: { notebook_path: "/Shared/n" } }),
  ],
  "a task of SQL": () => [
    "POST",
    "/api/2.2/jobs/create",
    task({ existing_cluster_id: undefined, sql_task: { warehouse_id: "w", query: {} } }),
  ],
  "a task of dbt": () => ["POST", "/api/2.2/jobs/create", task({ dbt_task: { commands: [] } })],
  "a task that decides": () => [
    "POST",
    "/api/2.2/jobs/create",
    task({
      existing_cluster_id: undefined,
      condition_task: { op: "EQUAL_TO", left: "1", right: "1" },
    }),
  ],
};

test.each(Object.entries(CALLS))("%s", async (_, call) => {
  const { status, body, headers } = await workspace.call(...call());
  expect([status, headers.get("x-should-retry"), body]).toEqual([
    501,
    "false",
    expect.objectContaining({
      error_code: expect.any(String) as string,
      message: expect.any(String) as string,
    }),
  ]);
});
