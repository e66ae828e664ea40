import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  runningCluster,
  settledCluster,
  SPEC,
  testWorkspace,
  type TestWorkspace,
} from "../../../support/databricks/workspace";

let w: TestWorkspace;
beforeEach(async () => {
  w = await testWorkspace();
});
afterEach(() => w.close());
const C = "/api/2.1/clusters";
const get = (id: string) => w.call("GET", `${C}/get?cluster_id=${id}`);

describe("create and get", () => {
  it("answers at once with an id of the service's form, then PENDING, then RUNNING", async () => {
    const started = w.world.clock.now();
    const { status, body } = await w.call("POST", `${C}/create`, SPEC);
    expect(status).toBe(200);
    expect(body).toEqual({
      cluster_id: expect.stringMatching(/^1123-\d{6}-[0-9a-f]{8}$/) as string,
    });
    const states: string[] = [];
    for (let i = 0; i < 10 && states.at(-1) !== "RUNNING"; i++)
      states.push((await get(body.cluster_id as string)).body.state as string);
    expect(states[0]).toBe("PENDING");
    expect(states.at(-1)).toBe("RUNNING");
    expect(w.world.clock.now() - started).toBe(240_000);
  });

  it("echoes what was sent and adds nothing inside it", async () => {
    const { body } = await get(await runningCluster(w.call));
    expect(body).toMatchObject({ ...SPEC, spec: SPEC, state_message: "", cluster_source: "API" });
    expect(body.spark_conf).toEqual(SPEC.spark_conf);
    expect(body.custom_tags).toEqual(SPEC.custom_tags);
    expect(body).toMatchObject({
      cluster_cores: 4,
      cluster_memory_mb: 16384,
      driver_node_type_id: "Standard_D4ds_v5",
    });
    expect(body).not.toHaveProperty("termination_reason");
    expect(body).not.toHaveProperty("is_single_node");
  });

  it("takes the newer single-node form and does not echo a configuration that was not sent", async () => {
    const spec = {
      spark_version: "16.4.x-scala2.12",
      use_ml_runtime: true,
      kind: "CLASSIC_PREVIEW",
      is_single_node: true,
      num_workers: 0,
      node_type_id: "Standard_D4ds_v5",
      data_security_mode: "DATA_SECURITY_MODE_DEDICATED",
      single_user_name: "student@rai-lab.example",
    };
    const { body } = await get(await runningCluster(w.call, spec));
    expect(body).toMatchObject(spec);
    expect(body).not.toHaveProperty("spark_conf");
    expect(body).not.toHaveProperty("custom_tags");
  });

  it("calls an unknown id an invalid parameter, as the service does", async () => {
    expect(await get("0101-000000-deadbeef")).toMatchObject({
      status: 400,
      body: {
        error_code: "INVALID_PARAMETER_VALUE",
        message: "Cluster 0101-000000-deadbeef does not exist",
      },
    });
  });
});

describe("what is refused", () => {
  const cases: [string, object, RegExp][] = [
    [
      "no workers without the marks of a single node",
      { custom_tags: undefined },
      /^NumWorkers could be 0 only for SingleNode clusters/,
    ],
    [
      "a runtime that does not exist",
      { spark_version: "17.3.x-cpu-ml-scala2.12" },
      /^Invalid spark version 17\.3\.x-cpu-ml-scala2\.12\./,
    ],
    [
      "a machine that does not exist",
      { node_type_id: "Standard_Nope" },
      /^Node type Standard_Nope is not supported/,
    ],
    ["ML on shared access", { data_security_mode: "USER_ISOLATION" }, /ML is not supported/],
    ["an idle time under ten minutes", { autotermination_minutes: 5 }, /between 10 and 10000/],
    ["an unknown engine", { runtime_engine: "STEAM" }, /STANDARD or PHOTON/],
    ["is_single_node without kind", { is_single_node: true }, /only when kind is set/],
    ["no size at all", { num_workers: undefined }, /num_workers, autoscale/],
  ];
  it.each(cases)("%s", async (_, change, message) => {
    const { status, body } = await w.call("POST", `${C}/create`, { ...SPEC, ...change });
    expect(status).toBe(400);
    expect(body.error_code).toBe("INVALID_PARAMETER_VALUE");
    expect(body.message).toMatch(message);
  });

  it("names a required field that is missing", async () => {
    const { body } = await w.call("POST", `${C}/create`, { cluster_name: "x" });
    expect(body.message).toBe("Missing required field: spark_version");
  });

  it("a policy's rules, all at once", async () => {
    const definition = {
      autotermination_minutes: { type: "range", maxValue: 15 },
      "custom_tags.ResourceClass": { type: "fixed", value: "SingleNode" },
      node_type_id: { type: "allowlist", values: ["Standard_DS3_v2"] },
      "spark_conf.spark.master": { type: "forbidden" },
      runtime_engine: { type: "unlimited" },
      cluster_name: { type: "regex", pattern: "lab.*" },
    };
    const policy = await w.call("POST", "/api/2.0/policies/clusters/create", {
      name: "lab",
      definition: JSON.stringify(definition),
    });
    const { status, body } = await w.call("POST", `${C}/create`, {
      ...SPEC,
      policy_id: policy.body.policy_id,
    });
    expect(status).toBe(400);
    expect(body.message).toBe(
      "Cluster validation error: Validation failed for autotermination_minutes, the value must be at most 15 (is 20); " +
        'Validation failed for node_type_id, the value must be one of Standard_DS3_v2 (is "Standard_D4ds_v5"); ' +
        "Validation failed for spark_conf.spark.master, the value must not be present",
    );
  });
});

describe("the state machine", () => {
  it("start of a running cluster is an invalid state", async () => {
    const id = await runningCluster(w.call);
    expect(await w.call("POST", `${C}/start`, { cluster_id: id })).toMatchObject({
      status: 400,
      body: {
        error_code: "INVALID_STATE",
        message: `Cluster ${id} is in unexpected state Running.`,
      },
    });
  });

  it("delete stops, start starts again, permanent-delete forgets", async () => {
    const id = await runningCluster(w.call);
    await w.call("POST", `${C}/delete`, { cluster_id: id });
    const stopped = await settledCluster(w.call, id);
    expect(stopped.state).toBe("TERMINATED");
    expect(stopped.termination_reason).toMatchObject({ code: "USER_REQUEST", type: "SUCCESS" });
    await w.call("POST", `${C}/start`, { cluster_id: id });
    expect((await settledCluster(w.call, id)).state).toBe("RUNNING");
    expect((await w.call("POST", `${C}/permanent-delete`, { cluster_id: id })).status).toBe(200);
    expect((await get(id)).body.message).toBe(`Cluster ${id} does not exist`);
  });

  it("an edit restarts a running cluster and is refused while it is on its way", async () => {
    const id = await runningCluster(w.call);
    const edit = { ...SPEC, cluster_id: id, autotermination_minutes: 30 };
    expect((await w.call("POST", `${C}/edit`, edit)).status).toBe(200);
    expect((await w.call("POST", `${C}/edit`, edit)).body.error_code).toBe("INVALID_STATE");
    const after = await settledCluster(w.call, id);
    expect(after).toMatchObject({ state: "RUNNING", autotermination_minutes: 30 });
    expect(after.last_restarted_time).toBeGreaterThan(after.start_time as number);
    expect(after.spec).not.toHaveProperty("cluster_id");
  });

  it("an idle cluster stops at its time, and says why", async () => {
    const id = await runningCluster(w.call);
    w.world.clock.advance(19 * 60_000);
    expect((await get(id)).body.state).toBe("RUNNING");
    w.world.clock.advance(60_000);
    expect((await get(id)).body).toMatchObject({
      state: "TERMINATED",
      state_message: "Inactive cluster terminated (inactive for 20 minutes).",
      termination_reason: { code: "INACTIVITY", type: "SUCCESS" },
    });
  });

  it("a planned launch failure ends TERMINATED with the cloud's words", async () => {
    w.world.faults.set([
      {
        operation: "databricks/clusters/launch",
        nth: 1,
        answer: {
          status: 400,
          code: "AZURE_QUOTA_EXCEEDED_EXCEPTION",
          message: "azure_error_code:QuotaExceeded",
        },
      },
    ]);
    const { body } = await w.call("POST", `${C}/create`, SPEC);
    expect(await settledCluster(w.call, body.cluster_id as string)).toMatchObject({
      state: "TERMINATED",
      state_message: "AZURE_QUOTA_EXCEEDED_EXCEPTION(CLIENT_ERROR): azure_error_code:QuotaExceeded",
      termination_reason: { code: "AZURE_QUOTA_EXCEEDED_EXCEPTION", type: "CLIENT_ERROR" },
    });
  });
});

describe("pins, lists and catalogues", () => {
  it("the pinned filter is honoured both ways, and a pinned cluster is not deleted for good", async () => {
    const [pinned, plain] = [await runningCluster(w.call), await runningCluster(w.call)];
    await w.call("POST", `${C}/pin`, { cluster_id: pinned });
    const ids = async (query: string): Promise<string[]> =>
      ((await w.call("GET", `${C}/list?${query}`)).body.clusters as { cluster_id: string }[]).map(
        (c) => c.cluster_id,
      );
    expect(await ids("filter_by.is_pinned=true&page_size=100")).toEqual([pinned]);
    expect(await ids("filter_by.is_pinned=false")).toEqual([plain]);
    expect((await ids("")).sort()).toEqual([pinned, plain].sort());
    const refused = await w.call("POST", `${C}/permanent-delete`, { cluster_id: pinned });
    expect(refused.status).toBe(400);
    expect(refused.body.message).toContain("unpin the cluster first");
    await w.call("POST", `${C}/unpin`, { cluster_id: pinned });
    expect((await w.call("POST", `${C}/permanent-delete`, { cluster_id: pinned })).status).toBe(
      200,
    );
  });

  it("pages", async () => {
    for (let i = 0; i < 3; i++) await w.call("POST", `${C}/create`, SPEC);
    const first = (await w.call("GET", `${C}/list?page_size=2`)).body;
    expect(first.clusters).toHaveLength(2);
    const second = (
      await w.call("GET", `${C}/list?page_size=2&page_token=${first.next_page_token}`)
    ).body;
    expect(second.clusters).toHaveLength(1);
    expect(second).not.toHaveProperty("next_page_token");
  });

  it("events tell the story in either order", async () => {
    const id = await runningCluster(w.call);
    const { body } = await w.call("POST", `${C}/events`, { cluster_id: id, order: "ASC" });
    expect((body.events as { type: string }[]).map((e) => e.type)).toEqual(["CREATING", "RUNNING"]);
    expect(body.total_count).toBe(2);
    const last = await w.call("POST", `${C}/events`, { cluster_id: id, limit: 1 });
    expect(last.body.events[0].type).toBe("RUNNING");
    expect(last.body.next_page).toMatchObject({ offset: 1, limit: 1 });
  });

  it("offers the lab's runtime and machine, and 17.3 only with Scala 2.13", async () => {
    const versions: { key: string }[] = (await w.call("GET", `${C}/spark-versions`)).body.versions;
    const keys = versions.map((v) => v.key);
    expect(keys).toEqual(
      expect.arrayContaining([
        "16.4.x-cpu-ml-scala2.12",
        "17.3.x-cpu-ml-scala2.13",
        "18.x-cpu-ml-scala2.13",
      ]),
    );
    expect(keys).not.toContain("17.3.x-cpu-ml-scala2.12");
    const nodes = (await w.call("GET", `${C}/list-node-types`)).body.node_types;
    expect(
      (nodes as { node_type_id: string }[]).find((n) => n.node_type_id === "Standard_D4ds_v5"),
    ).toMatchObject({
      num_cores: 4,
      memory_mb: 16384,
    });
  });
});

describe("rights", () => {
  it("a student sees and wakes only what was granted, and creates nothing", async () => {
    const { call } = await w.student();
    const id = await runningCluster(w.call);
    expect((await call("POST", `${C}/create`, SPEC)).status).toBe(403);
    expect((await call("GET", `${C}/get?cluster_id=${id}`)).body.error_code).toBe(
      "PERMISSION_DENIED",
    );
    expect((await call("GET", `${C}/list`)).body).toEqual({});
    await w.call("PUT", `/api/2.0/permissions/clusters/${id}`, {
      access_control_list: [
        { user_name: "student@rai-lab.example", permission_level: "CAN_RESTART" },
      ],
    });
    expect((await call("GET", `${C}/get?cluster_id=${id}`)).status).toBe(200);
    expect((await call("POST", `${C}/delete`, { cluster_id: id })).status).toBe(200);
    expect((await call("POST", `${C}/edit`, { ...SPEC, cluster_id: id })).status).toBe(403);
    expect((await call("POST", `${C}/permanent-delete`, { cluster_id: id })).status).toBe(403);
  });
});

describe("resize", () => {
  it("changes the workers of a running cluster, and of no other one", async () => {
    const spec = {
      spark_version: "16.4.x-scala2.12",
      node_type_id: "Standard_D4ds_v5",
      num_workers: 1,
    };
    const id = await runningCluster(w.call, spec);
    const resize = (change: object) => w.call("POST", `${C}/resize`, { cluster_id: id, ...change });
    expect((await resize({ num_workers: 3 })).status).toBe(200);
    expect((await get(id)).body).toMatchObject({ state: "RUNNING", num_workers: 3 });
    expect((await resize({ autoscale: { min_workers: 1, max_workers: 2 } })).status).toBe(200);
    const { body } = await get(id);
    expect([body.num_workers, body.autoscale]).toEqual([
      undefined,
      { min_workers: 1, max_workers: 2 },
    ]);
    expect((await resize({})).status).toBe(400);
    await w.call("POST", `${C}/delete`, { cluster_id: id });
    expect((await resize({ num_workers: 2 })).body.error_code).toBe("INVALID_STATE");
  });
});
