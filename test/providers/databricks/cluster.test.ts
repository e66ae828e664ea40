import { describe, expect, it } from "vitest";
import { InitFailed, type Props } from "../../../scripts/engine/plugin";
import { DISCOVERY, refusal, Resource } from "../../support/databricks/databricks-wire";
import { Wire, type Answer } from "../../support/providers/wire";

const API = "/api/2.1/clusters";
const LIBRARIES = "/api/2.0/libraries";
const GET = `GET ${API}/get?cluster_id=c1`;
const LIST = `GET ${API}/list?filter_by.is_pinned=true&page_size=100`;
const STATUS = `GET ${LIBRARIES}/cluster-status?cluster_id=c1`;

const inputs: Props = {
  clusterName: "lab",
  sparkVersion: "16.4.x-cpu-ml-scala2.12",
  nodeTypeId: "Standard_D4ds_v5",
  numWorkers: 0,
  autoterminationMinutes: 20,
  dataSecurityMode: "SINGLE_USER",
  singleUserName: "student@rai-lab.example",
  sparkConf: { "spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]" },
  customTags: { ResourceClass: "SingleNode" },
  libraries: [{ pypi: { package: "openai==2.54.0" } }],
};
const sent = {
  cluster_name: "lab",
  spark_version: "16.4.x-cpu-ml-scala2.12",
  node_type_id: "Standard_D4ds_v5",
  num_workers: 0,
  autotermination_minutes: 20,
  data_security_mode: "SINGLE_USER",
  single_user_name: "student@rai-lab.example",
  spark_conf: { "spark.databricks.cluster.profile": "singleNode", "spark.master": "local[*]" },
  custom_tags: { ResourceClass: "SingleNode" },
};
const cluster = (state: string, more: Props = {}): Answer => ({
  body: {
    ...sent,
    cluster_id: "c1",
    state,
    state_message: state === "TERMINATED" ? "AZURE_QUOTA_EXCEEDED_EXCEPTION" : "",
    driver_node_type_id: "Standard_D4ds_v5",
    enable_elastic_disk: true,
    default_tags: { Vendor: "Databricks" },
    ...more,
  },
});
const library = (status: string, name = "openai==2.54.0", messages: string[] = []): Props => ({
  library: { pypi: { package: name } },
  status,
  messages,
  is_library_for_all_clusters: false,
});
const statuses = (...list: Props[]): Answer => ({
  body: { cluster_id: "c1", library_statuses: list },
});

/** The routes of a healthy cluster, some of them answered differently. */
const routes = (
  more: Record<string, Answer | Answer[]> = {},
): Record<string, Answer | Answer[]> => ({
  ...DISCOVERY,
  [`POST ${API}/create`]: { body: { cluster_id: "c1" } },
  [`GET ${API}/get`]: cluster("RUNNING"),
  [`GET ${API}/list`]: { body: {} },
  [`GET ${LIBRARIES}/cluster-status`]: statuses(library("INSTALLED")),
  ...Object.fromEntries(
    ["edit", "start", "delete", "permanent-delete", "pin", "unpin", "resize"].map((verb) => [
      `POST ${API}/${verb}`,
      { body: {} },
    ]),
  ),
  [`POST ${LIBRARIES}/install`]: { body: {} },
  [`POST ${LIBRARIES}/uninstall`]: { body: {} },
  ...more,
});
const on = (more?: Record<string, Answer | Answer[]>): { wire: Wire; resource: Resource } => {
  const wire = new Wire(routes(more));
  return { wire, resource: new Resource(wire, "Cluster") };
};

describe("create", () => {
  it("creates, installs, waits for both, and looks", async () => {
    const { wire, resource } = on({
      [`GET ${API}/get`]: [cluster("PENDING"), cluster("PENDING"), cluster("RUNNING")],
      [`GET ${LIBRARIES}/cluster-status`]: [
        statuses(library("INSTALLING")),
        statuses(library("INSTALLED")),
      ],
    });
    const live = await resource.create(await resource.check(inputs));
    expect(wire.bodies(`POST ${API}/create`)).toEqual([sent]);
    expect(wire.bodies(`POST ${LIBRARIES}/install`)).toEqual([
      { cluster_id: "c1", libraries: [{ pypi: { package: "openai==2.54.0" } }] },
    ]);
    expect(resource.calls()).toEqual([
      `POST ${API}/create`,
      `POST ${LIBRARIES}/install`,
      GET,
      GET,
      GET,
      STATUS,
      STATUS,
      GET,
      LIST,
      STATUS,
    ]);
    expect(wire.waits).toEqual(["poll 1200", "poll 2200", "poll 500"]);
    expect(live.id).toBe("c1");
    expect(live.outputs).toMatchObject({
      ...inputs,
      clusterId: "c1",
      state: "RUNNING",
      driverNodeTypeId: "Standard_D4ds_v5",
      defaultTags: { Vendor: "Databricks" },
      isPinned: false,
      providerConfig: { workspaceId: "1234567890123456" },
    });
  });

  it("waits for nothing when told so", async () => {
    const { resource } = on();
    const { libraries: _, ...bare } = inputs;
    await resource.create({ ...bare, noWait: true, isPinned: true });
    expect(resource.calls()).toEqual([`POST ${API}/create`, `POST ${API}/pin`, GET, LIST]);
  });

  it("deletes for good what does not start, yet leaves its id in state", async () => {
    const { resource } = on({ [`GET ${API}/get`]: [cluster("PENDING"), cluster("TERMINATED")] });
    const error = await resource.create(inputs).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InitFailed);
    expect(error).toMatchObject({
      id: "c1",
      reasons: [
        "cannot create cluster: failed to reach RUNNING, got TERMINATED: AZURE_QUOTA_EXCEEDED_EXCEPTION",
      ],
    });
    expect(resource.calls().slice(-2)).toEqual([GET, `POST ${API}/permanent-delete`]);
  });

  it("keeps a cluster whose library failed, with the installer's message", async () => {
    const { resource } = on({
      [`GET ${LIBRARIES}/cluster-status`]: statuses(
        library("FAILED", "openai==9", ["no such version"]),
      ),
    });
    const error = await resource
      .create({ ...inputs, libraries: [{ pypi: { package: "openai==9" } }] })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({
      id: "c1",
      reasons: ["cannot create cluster: pypi:openai==9 failed: no such version"],
    });
    expect(resource.calls()).not.toContain(`POST ${API}/permanent-delete`);
  });

  it("gives up when the time that customTimeouts allow has passed", async () => {
    const { resource, wire } = on({ [`GET ${API}/get`]: cluster("PENDING") });
    const error = await resource.create(inputs).catch((e: unknown) => e);
    expect(error).toMatchObject({ reasons: ["cannot create cluster: timed out: "] });
    // Half an hour in steps of up to ten seconds.
    const waited = wire.waits
      .map((wait) => Number(wait.replace("poll ", "")))
      .reduce((a, b) => a + b, 0);
    expect(waited).toBeGreaterThan(1_780_000);
    expect(waited).toBeLessThanOrEqual(1_800_000);
  });
});

describe("after a failed library (the real provider's trap)", () => {
  it("the next update uninstalls it, installs nothing, and shows it as there", async () => {
    const { wire, resource } = on({
      [`GET ${LIBRARIES}/cluster-status`]: [
        statuses(library("FAILED")),
        statuses(library("FAILED")),
        statuses(library("UNINSTALL_ON_RESTART")),
      ],
    });
    const outputs = await resource.update("c1", inputs, inputs);
    expect(resource.calls()).toEqual([
      GET,
      STATUS,
      GET,
      GET,
      LIST,
      STATUS,
      `POST ${LIBRARIES}/uninstall`,
    ]);
    expect(outputs.libraries).toEqual(inputs.libraries);
    const live = await resource.read("c1", inputs, outputs);
    expect(live?.inputs).toEqual(inputs);
    expect(wire.bodies(`POST ${LIBRARIES}/install`)).toEqual([]);
  });
});

describe("update", () => {
  it("edits with the whole body and what the service filled in", async () => {
    const { wire, resource } = on();
    const { libraries: _, ...bare } = inputs;
    const olds = { ...bare, driverNodeTypeId: "Standard_D4ds_v5", enableElasticDisk: true };
    await resource.update("c1", bare, { ...bare, autoterminationMinutes: 30 }, olds);
    expect(wire.bodies(`POST ${API}/edit`)).toEqual([
      {
        ...sent,
        cluster_id: "c1",
        driver_node_type_id: "Standard_D4ds_v5",
        enable_elastic_disk: true,
        autotermination_minutes: 30,
      },
    ]);
    expect(resource.calls()).toEqual([GET, `POST ${API}/edit`, GET, LIST]);
  });

  it("edits again while the cluster is between two states", async () => {
    const { resource, wire } = on({
      [`POST ${API}/edit`]: [
        refusal(400, "INVALID_STATE", "Cluster c1 is in unexpected state Pending."),
        { body: {} },
      ],
    });
    await resource.update("c1", inputs, { ...inputs, autoterminationMinutes: 30 });
    expect(resource.calls().filter((call) => call.endsWith("/edit"))).toHaveLength(2);
    expect(wire.waits).toEqual(["backOff 1200"]);
  });

  it("swaps libraries on a running cluster", async () => {
    const { wire, resource } = on({
      [`GET ${LIBRARIES}/cluster-status`]: [
        statuses(library("INSTALLED")),
        statuses(library("UNINSTALL_ON_RESTART"), library("INSTALLED", "openai==3")),
      ],
    });
    await resource.update("c1", inputs, {
      ...inputs,
      libraries: [{ pypi: { package: "openai==3" } }],
    });
    expect(wire.bodies(`POST ${LIBRARIES}/uninstall`)).toEqual([
      { cluster_id: "c1", libraries: [{ pypi: { package: "openai==2.54.0" } }] },
    ]);
    expect(resource.calls()).toEqual([
      GET,
      STATUS,
      GET,
      `POST ${LIBRARIES}/uninstall`,
      `POST ${LIBRARIES}/install`,
      STATUS,
      GET,
      LIST,
      STATUS,
    ]);
  });

  it("starts a stopped cluster for its libraries and stops it again", async () => {
    const { resource } = on({
      [`GET ${API}/get`]: [
        cluster("TERMINATED"),
        cluster("TERMINATED"),
        cluster("RUNNING"),
        cluster("TERMINATED"),
      ],
    });
    await resource.update("c1", inputs, {
      ...inputs,
      libraries: [{ pypi: { package: "openai==3" } }],
    });
    const verbs = resource.calls().filter((call) => call.startsWith("POST"));
    expect(verbs).toEqual([
      `POST ${API}/start`,
      `POST ${LIBRARIES}/uninstall`,
      `POST ${LIBRARIES}/install`,
      `POST ${API}/delete`,
    ]);
  });

  it("fails on a cluster that is gone, every time", async () => {
    const { resource } = on({
      [`GET ${API}/get`]: refusal(400, "INVALID_PARAMETER_VALUE", "Cluster c1 does not exist"),
    });
    await expect(resource.update("c1", inputs, inputs)).rejects.toThrow(
      "cannot update cluster: Cluster c1 does not exist",
    );
  });
});

describe("read", () => {
  it.each([
    refusal(400, "INVALID_PARAMETER_VALUE", "Cluster c1 does not exist"),
    refusal(
      400,
      "INVALID_STATE",
      "Cannot access cluster c1 that was terminated or unpinned more than 30 days ago.",
    ),
    refusal(404, "RESOURCE_DOES_NOT_EXIST", "no"),
  ])("says gone (%#)", async (answer) => {
    expect(
      await on({ [`GET ${API}/get`]: answer }).resource.read("c1", inputs, {}),
    ).toBeUndefined();
  });

  it("finds no drift in what the service adds, and finds what somebody changed", async () => {
    const { resource } = on({
      [`GET ${API}/get`]: [
        cluster("TERMINATED"),
        cluster("RUNNING", { autotermination_minutes: 120 }),
      ],
    });
    const created = (await resource.read("c1", inputs, inputs))?.outputs ?? {};
    expect(resource.calls()).toEqual([GET, LIST, STATUS]);
    expect(created.state).toBe("TERMINATED");
    const live = await resource.read("c1", inputs, created);
    expect(live?.inputs).toEqual({ ...inputs, autoterminationMinutes: 120 });
  });
});

describe("delete", () => {
  it("is permanent, and unpins where it has to", async () => {
    const plain = on();
    await plain.resource.delete("c1");
    expect(plain.resource.calls()).toEqual([`POST ${API}/permanent-delete`]);
    const pinned = on({
      [`POST ${API}/permanent-delete`]: [
        refusal(400, "INVALID_PARAMETER_VALUE", "pinned: unpin the cluster first"),
        { body: {} },
      ],
    });
    await pinned.resource.delete("c1");
    expect(pinned.resource.calls()).toEqual([
      `POST ${API}/permanent-delete`,
      `POST ${API}/unpin`,
      `POST ${API}/permanent-delete`,
    ]);
  });
});

describe("diff", () => {
  it("knows aliases, unset blocks and what replaces", async () => {
    const { resource } = on();
    const changed = async (news: Props) =>
      (await resource.diff(inputs, { ...inputs, ...news })).changed;
    expect(await changed({ dataSecurityMode: "DATA_SECURITY_MODE_DEDICATED" })).toEqual([]);
    expect(await changed({ isPinned: false })).toEqual([]);
    expect(await changed({ nodeTypeId: "Standard_D8ds_v5" })).toEqual(["nodeTypeId"]);
    expect(await resource.diff(inputs, { ...inputs, idempotencyToken: "t" })).toMatchObject({
      replaces: ["idempotencyToken"],
      deleteBeforeReplace: false,
    });
  });
});

describe("identify", () => {
  it("finds an interrupted create by name and user, on whatever page it is", async () => {
    const other = {
      cluster_id: "other",
      cluster_name: "lab",
      single_user_name: "else@rai-lab.example",
    };
    const mine = {
      cluster_id: "c1",
      cluster_name: "lab",
      single_user_name: "student@rai-lab.example",
    };
    const pages = [
      { body: { clusters: [other], next_page_token: "2" } },
      { body: { clusters: [mine] } },
    ];
    const { resource } = on({ [`GET ${API}/list`]: pages });
    expect(await resource.identify(inputs)).toBe("c1");
    expect(resource.calls()).toEqual([
      `GET ${API}/list?page_size=100`,
      `GET ${API}/list?page_size=100&page_token=2`,
    ]);
    expect(await on().resource.identify(inputs)).toBeUndefined();
  });
});
