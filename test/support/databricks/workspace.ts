import { afterAll } from "vitest";
import { grantRole } from "../../../scripts/cloud/azure/entra/tenant";
import { closeWorld, createWorld, type World } from "../../../scripts/cloud/core/world";
import { DATABRICKS_AUDIENCE } from "../../../scripts/cloud/databricks/identity/auth";
import {
  closeDatabricksWorkspace,
  databricksService,
  openDatabricksWorkspace,
} from "../../../scripts/cloud/databricks";
import type { RunNotebook } from "../../../scripts/cloud/databricks/notebooks/notebook";

export const ARM_ID =
  "/subscriptions/00000000-0000-4000-a000-000000000001/resourceGroups/rg-test/providers/Microsoft.Databricks/workspaces/dbw-test";
export const WORKSPACE_ID = "123456789012345";
export const STUDENT = "student@rai-lab.example";
export const DEPLOYER = "00000000-0000-4000-a000-00000000000d";
export const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);

/** A JSON answer of a route. */
export interface Answer {
  status: number;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into answers of many shapes
  headers: Headers;
}
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** One workspace in a world of its own: a deployer who administers it and, once added, a student. */
export interface TestWorkspace {
  world: World;
  url: string;
  /** The deployer's token. */
  token: string;
  /** As the deployer. */
  call: Call;
  as(token: string | undefined, headers?: Record<string, string>): Call;
  /** Adds the student and returns calls with the student's token. */
  student(): Promise<{ token: string; call: Call }>;
  close(): Promise<void>;
}

export interface TestWorkspaceOptions {
  runNotebook?: RunNotebook;
  /** Leaves the workspace as ARM reports it: not yet ready to serve. */
  fresh?: boolean;
}

const noNotebooks: RunNotebook = () => Promise.reject(new Error("this test runs no notebook"));

/** One world per test file, because its certificates take a while. Each test sets its own runner. */
let shared: Promise<World> | undefined;
let runner = noNotebooks;
afterAll(async () => {
  if (shared) await closeWorld(await shared);
});

export async function testWorkspace(options: TestWorkspaceOptions = {}): Promise<TestWorkspace> {
  runner = options.runNotebook ?? noNotebooks;
  shared ??= createSharedWorld();
  const world = await shared;
  const url = await openDatabricksWorkspace(
    world,
    { id: ARM_ID, workspaceId: WORKSPACE_ID },
    String,
  );
  if (!options.fresh) world.clock.advance(60_000);
  const token = await tokenOf(world, { idtyp: "app", appid: DEPLOYER, oid: "oid-deployer" });
  const management = await tokenOf(
    world,
    { idtyp: "app", appid: DEPLOYER, oid: "oid-deployer" },
    "https://management.azure.com/",
  );
  const as = caller(url);
  // The first call of an identity that manages the Azure resource makes it an administrator.
  await as(token, adminHeaders(management))("GET", "/api/2.0/preview/scim/v2/Me");
  const call = as(token);
  return {
    world,
    url,
    token,
    call,
    as,
    student: async () => {
      await call("POST", "/api/2.0/preview/scim/v2/Users", {
        userName: STUDENT,
        displayName: "Student",
      });
      const theirs = await tokenOf(world, { idtyp: "user", upn: STUDENT, oid: "oid-student" });
      return { token: theirs, call: as(theirs) };
    },
    close: async () => {
      world.faults.set([]);
      await closeDatabricksWorkspace(world, { id: ARM_ID });
    },
  };
}

async function createSharedWorld(): Promise<World> {
  const world = await createWorld(
    [databricksService({ runNotebook: (request) => runner(request) })],
    { now: () => NOW, seed: "workspace" },
  );
  const deployer = { kind: "app" as const, appId: DEPLOYER, displayName: "Deployer", secret: "" };
  grantRole(world, { ...deployer, objectId: "oid-deployer" }, "Contributor", ARM_ID);
  return world;
}

export const adminHeaders = (management: string): Record<string, string> => ({
  "X-Databricks-Azure-Workspace-Resource-Id": ARM_ID,
  "X-Databricks-Azure-SP-Management-Token": management,
});

export async function tokenOf(
  world: World,
  claims: { idtyp: "app" | "user"; oid: string; appid?: string; upn?: string },
  aud = DATABRICKS_AUDIENCE,
): Promise<string> {
  return (
    await world.tokens.issue({ aud, tid: "tenant", ...claims }, "https://login.example/tenant")
  ).token;
}

function caller(url: string) {
  return (token: string | undefined, headers: Record<string, string> = {}): Call =>
    async (method, path, body) => {
      const answer = await fetch(url + path, {
        method,
        headers: {
          ...headers,
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { "content-type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return {
        status: answer.status,
        body: text === "" ? undefined : JSON.parse(text),
        headers: answer.headers,
      };
    };
}

/** The lab's cluster, in the classic single-node form. */
export const SPEC = {
  cluster_name: "lab",
  spark_version: "16.4.x-cpu-ml-scala2.12",
  node_type_id: "Standard_D4ds_v5",
  num_workers: 0,
  autotermination_minutes: 20,
  data_security_mode: "SINGLE_USER",
  single_user_name: STUDENT,
  runtime_engine: "STANDARD",
  spark_conf: { "spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]" },
  custom_tags: { ResourceClass: "SingleNode" },
};

/** Polls a cluster until it runs or is terminated. */
export async function settledCluster(call: Call, clusterId: string): Promise<Answer["body"]> {
  for (let i = 0; i < 20; i++) {
    const { body } = await call("GET", `/api/2.1/clusters/get?cluster_id=${clusterId}`);
    if (["RUNNING", "TERMINATED"].includes(body.state as string)) return body;
  }
  throw new Error(`cluster ${clusterId} never settled`);
}

export async function runningCluster(call: Call, spec: object = SPEC): Promise<string> {
  const { body } = await call("POST", "/api/2.1/clusters/create", spec);
  await settledCluster(call, body.cluster_id as string);
  return body.cluster_id as string;
}
