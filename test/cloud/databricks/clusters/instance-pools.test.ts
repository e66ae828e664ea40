import { afterEach, beforeEach, expect, it } from "vitest";
import {
  runningCluster,
  settledCluster,
  testWorkspace,
  type TestWorkspace,
} from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => void (w = await testWorkspace()));
afterEach(() => w.close());

const POOL = { instance_pool_name: "lab", node_type_id: "Standard_D8ds_v5", max_capacity: 3 };
const CLUSTER = { spark_version: "16.4.x-scala2.12", num_workers: 1 };
const post = (path: string, body: object) =>
  w.call("POST", `/api/2.0/instance-pools/${path}`, body);
const newPool = async (more: object = {}): Promise<string> =>
  (await post("create", { ...POOL, ...more })).body.instance_pool_id as string;
const poolOf = async (id: string) =>
  (await w.call("GET", `/api/2.0/instance-pools/get?instance_pool_id=${id}`)).body as object;

it("gives clusters its machines, and counts them until they stop", async () => {
  const id = await newPool({ min_idle_instances: 1 });
  expect(id).toMatch(/^\d{4}-\d{6}-pool-[0-9a-f]{8}$/);
  expect(await poolOf(id)).toMatchObject({
    ...POOL,
    state: "ACTIVE",
    stats: { used_count: 0, idle_count: 1 },
  });
  const cluster = await runningCluster(w.call, { ...CLUSTER, instance_pool_id: id });
  expect((await w.call("GET", `/api/2.1/clusters/get?cluster_id=${cluster}`)).body).toMatchObject({
    node_type_id: "Standard_D8ds_v5",
    driver_instance_pool_id: id,
    cluster_cores: 8,
    spec: { instance_pool_id: id },
  });
  expect(await poolOf(id)).toMatchObject({ stats: { used_count: 2, idle_count: 0 } });
  await w.call("POST", "/api/2.1/clusters/delete", { cluster_id: cluster });
  await settledCluster(w.call, cluster);
  expect(await poolOf(id)).toMatchObject({ stats: { used_count: 0 } });
});

it("fails the launch of a cluster for which it has no machines, or that has lost its pool", async () => {
  const id = await newPool();
  await runningCluster(w.call, { ...CLUSTER, instance_pool_id: id });
  const second = await runningCluster(w.call, { ...CLUSTER, instance_pool_id: id });
  const reason = { termination_reason: { code: "INSTANCE_POOL_MAX_CAPACITY_REACHED" } };
  expect(await settledCluster(w.call, second)).toMatchObject(reason);
  await post("delete", { instance_pool_id: id });
  await w.call("POST", "/api/2.1/clusters/start", { cluster_id: second });
  expect(await settledCluster(w.call, second)).toMatchObject({
    termination_reason: { code: "INSTANCE_POOL_NOT_FOUND" },
  });
});

it("is edited, shared and deleted", async () => {
  const id = await newPool();
  const { call } = await w.student();
  const list = async () =>
    (await call("GET", "/api/2.0/instance-pools/list")).body.instance_pools as unknown;
  expect(await list()).toBeUndefined();
  const access_control_list = [{ group_name: "users", permission_level: "CAN_ATTACH_TO" }];
  await w.call("PATCH", `/api/2.0/permissions/instance-pools/${id}`, { access_control_list });
  await post("edit", { ...POOL, instance_pool_id: id, max_capacity: 9 });
  expect(await list()).toMatchObject([{ instance_pool_id: id, max_capacity: 9 }]);
  await post("delete", { instance_pool_id: id });
  expect(await poolOf(id)).toMatchObject({ error_code: "RESOURCE_DOES_NOT_EXIST" });
});

it.each([
  ["an unknown machine", { node_type_id: "Standard_X1" }],
  ["more idle machines than it may have", { min_idle_instances: 4 }],
  ["a name that is taken", { instance_pool_name: "taken" }],
])("refuses %s", async (_what, change) => {
  await newPool({ instance_pool_name: "taken" });
  const { status, body } = await post("create", { ...POOL, ...change });
  expect([status, body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
});

it("refuses a cluster with a machine of its own beside the pool, or an unknown pool", async () => {
  const spec = { ...CLUSTER, instance_pool_id: await newPool() };
  const create = (body: object) => w.call("POST", "/api/2.1/clusters/create", body);
  expect((await create({ ...spec, node_type_id: "Standard_D4ds_v5" })).body.message).toBe(
    "The field 'node_type_id' cannot be supplied when an instance pool ID is provided.",
  );
  expect((await create({ ...spec, instance_pool_id: "none" })).status).toBe(404);
});
