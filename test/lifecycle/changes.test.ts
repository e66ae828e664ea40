/** What replaces and what updates, setting by setting, on the embedded engine and the local cloud. */
import { appendFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Budget } from "../../scripts/cloud/azure/entities";
import { azureStore } from "../../scripts/cloud/azure/store";
import { seedTable, table, type ModelRow } from "../../scripts/cloud/azure/tables";
import type { WorkspaceObject } from "../../scripts/cloud/databricks/entities";
import { before, LabHarness, type Lab } from "../support/lifecycle";

let harness: LabHarness;
let lab: Lab;
let fresh: Lab;
let base: Record<string, unknown>;
beforeAll(async () => {
  harness = await LabHarness.start();
  // Azure lets a subscription go on with a model that it had before the model was closed to others.
  const { subscriptionId } = harness.cloud.connection;
  const { world } = harness.cloud;
  azureStore(world).everDeployed.put(`${subscriptionId}/gpt-4o-mini/2024-07-18`, true);
  const { rows } = table(world, "models");
  seedTable(world, "models", {
    rows: [...rows.filter(({ name }) => name !== LUNA), ...lunas(rows)],
  });
  lab = harness.lab("moved");
  fresh = harness.lab("fresh");
  expect((await lab.up()).failures).toEqual([]);
  base = lab.inventory;
});
afterAll(() => harness.stop());
/** A failed row is no excuse for the next one. */
beforeEach(async () => {
  await lab.up();
});

/** The default model. These tests need it in a second version and as a second kind of capacity. */
const LUNA = "gpt-5.6-luna";
const lunas = (rows: readonly ModelRow[]): ModelRow[] => {
  const row = rows.find(({ name }) => name === LUNA)!;
  const [sku] = row.skus;
  const dataZone = {
    ...sku!,
    name: "DataZoneStandard",
    usageName: `OpenAI.DataZoneStandard.${LUNA}`,
  };
  const both = { ...row, skus: [sku!, dataZone] };
  return [both, { ...both, version: "2026-10-01", default: false }];
};

const STUDENT = "student@rai-lab.example";

type Changes = Record<string, "create" | "update" | "replace" | "delete">;
interface Row {
  settings: Record<string, unknown>;
  changes: Changes;
  /** The way back, where it is not the same. */
  back?: Changes;
}

const INSIDE = [
  ...[
    "access-key",
    "access-reader",
    "access-scope",
    "compute-cluster",
    "compute-permissions",
    "notebook-clone",
  ],
  ...["notebook-folder", "notebook-work", "notebook-work-permissions"],
  ...[
    "notebook-helpers",
    "notebook-lexicons",
    "notebook-measures",
    "notebook-notebook",
    "notebook-permissions",
    "notebook-prompts",
    "notebook-settings",
  ],
  "student-user",
];
const WORKSPACE = ["databricks-forced-delete", "databricks-readiness", "databricks-workspace"];
const ACCOUNT = ["openai-account", "openai-deployment", "openai-purge"];
const all = (change: Changes[string], ...names: string[]): Changes =>
  Object.fromEntries(names.map((name) => [name, change]));

const SETTINGS: Changes = { "notebook-settings": "update" };
const cluster = all("update", "compute-cluster");

const CODE = "notebooks/responsible-ai.py";
const logs = all(
  "create",
  "diagnostics-databricks",
  "diagnostics-logs",
  "diagnostics-logs-forced-delete",
  "diagnostics-openai",
);
const grants = all("create", "grants-deployer", "grants-student");
const gone = (changes: Changes): Changes => all("delete", ...Object.keys(changes));
const tagged = all("update", "databricks-workspace", "lab-group", "openai-account");

const ROWS: Record<string, Row> = {
  nothing: { settings: {}, changes: {} },
  region: {
    settings: { location: "swedencentral" },
    changes: {
      ...all("replace", "lab-group", ...ACCOUNT, ...WORKSPACE, ...INSIDE),
      "databricks-provider": "update",
    },
  },
  model: {
    settings: { model: { name: "gpt-4o-mini", version: "2024-07-18" } },
    changes: all("replace", "openai-deployment", "access-key"),
  },
  "model version": {
    settings: { model: { version: "2026-10-01" } },
    changes: all("update", "openai-deployment"),
  },
  "kind of capacity": {
    settings: { model: { sku: "DataZoneStandard" } },
    changes: all("replace", "openai-deployment", "access-key"),
  },
  capacity: { settings: { model: { capacity: 7 } }, changes: all("update", "openai-deployment") },
  upgrade: {
    settings: { model: { upgrade: "OnceCurrentVersionExpired" } },
    changes: all("update", "openai-deployment"),
  },
  "deployment's name": {
    settings: { deploymentName: "chat" },
    changes: { ...all("replace", "openai-deployment", "access-key"), ...SETTINGS },
  },
  runtime: { settings: { databricks: { runtime: "15.4.x-cpu-ml-scala2.12" } }, changes: cluster },
  "node type": { settings: { databricks: { nodeType: "Standard_DS3_v2" } }, changes: cluster },
  autotermination: { settings: { databricks: { autoterminationMinutes: 45 } }, changes: cluster },
  library: {
    settings: { databricks: { library: "openai==2.53.0" } },
    changes: all("replace", "compute-cluster", "compute-permissions"),
  },
  "public addresses": {
    settings: { databricks: { noPublicIp: false } },
    changes: { ...all("replace", ...WORKSPACE, ...INSIDE), "databricks-provider": "update" },
  },
  "api version": { settings: { openai: { apiVersion: "2024-10-21" } }, changes: SETTINGS },
  expiry: { settings: { expires: "2027-03-31" }, changes: tagged },
  owner: { settings: { owner: "ada" }, changes: tagged },
  student: {
    settings: { student: { userName: "other@rai-lab.example" } },
    changes: {
      ...all(
        "replace",
        "access-reader",
        "notebook-clone",
        "notebook-work",
        "notebook-work-permissions",
        "student-user",
      ),
      ...all("update", "compute-cluster", "compute-permissions", "notebook-permissions"),
    },
  },
  "sign-in without keys": {
    settings: { openai: { auth: "entra" }, student: { userName: STUDENT, objectId: "STUDENT" } },
    changes: { "openai-account": "update", ...SETTINGS, "access-key": "delete", ...grants },
    back: { "openai-account": "update", ...SETTINGS, "access-key": "create", ...gone(grants) },
  },
  budget: {
    settings: { budget: { amount: 50, emails: ["teacher@school.example"], start: "2027-01-01" } },
    changes: all("create", "budget-monthly"),
    back: all("delete", "budget-monthly"),
  },
  lock: {
    settings: { lock: true },
    changes: all("create", "lock-delete"),
    back: all("delete", "lock-delete"),
  },
  diagnostics: { settings: { diagnostics: true }, changes: logs, back: gone(logs) },
  "cluster policy": {
    settings: { policy: {} },
    changes: { "caps-policy": "create", ...cluster },
    back: { "caps-policy": "delete", ...cluster },
  },
  "all extras at once": {
    settings: { lock: true, diagnostics: true, policy: {} },
    changes: { ...logs, "caps-policy": "create", "lock-delete": "create", ...cluster },
    back: { ...gone(logs), "caps-policy": "delete", "lock-delete": "delete", ...cluster },
  },
};

/** The local directory's student has an object id of this world. */
const inThisWorld = (settings: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(
    JSON.stringify(settings).replace("STUDENT", harness.cloud.connection.student.objectId),
  ) as Record<string, unknown>;

const WORK: WorkspaceObject = {
  path: "/rai-lab/moved/work/mine",
  object_type: "NOTEBOOK",
  object_id: 4711,
  content: "",
  created_at: 0,
  modified_at: 0,
  creator: STUDENT,
};

test.each(Object.entries(ROWS))(
  "%s: there and back, and what is made new is the same",
  async (_, row) => {
    const { changes, back = changes } = row;
    const settings = inThisWorld(row.settings);
    lab.workspace.objects.put(WORK.path, WORK);
    const made = fresh.up(settings);
    const preview = await lab.preview(settings);
    expect(preview.failures).toEqual([]);
    expect(preview.changed, "previewed").toEqual(changes);

    const there = await lab.up(settings);
    expect(there.failures).toEqual([]);
    expect(there.changed).toEqual(changes);
    const survived = lab.workspace.objects.delete(WORK.path);
    expect(survived, "what a student wrote").toBe(changes["notebook-work"] !== "replace");
    expect((await made).failures).toEqual([]);
    expect(lab.inventory).toEqual(fresh.inventory);

    const destroyed = fresh.destroy();
    expect((await lab.preview()).failures).toEqual([]);
    const again = await lab.up();
    expect(again.failures).toEqual([]);
    expect(again.changed).toEqual(back);
    expect(lab.inventory).toEqual(base);
    expect((await destroyed).failures).toEqual([]);
  },
);

test("another region: what has a fixed name is gone, and purged, before it is made anew", async () => {
  const did = await lab.up({ location: "swedencentral" });
  const ordered = [
    ["deleted openai-account", "delete openai-purge"],
    ["deleted openai-purge", "create openai-account"],
    ["deleted databricks-forced-delete", "delete databricks-workspace"],
    ["deleted databricks-workspace", "delete lab-group"],
    ["deleted openai-purge", "delete lab-group"],
    ["deleted lab-group", "create lab-group"],
    ["deleted databricks-workspace", "create databricks-workspace"],
    ["deleted access-scope", "create access-scope"],
    ["created databricks-readiness", "create compute-cluster"],
  ] as const;
  for (const [first, second] of ordered)
    expect(before(did, first, second), `${first}, then ${second}`).toBe(true);
  // What goes with its workspace is not asked to go.
  const inside = did.calls.filter(
    (call) => /\/api\/2\.\d\/.*(delete|Users\/)/.test(call) && !call.startsWith("GET"),
  );
  expect(inside).toEqual([]);
});

test.each(["lab", "class"])(
  "another model, or one more seat, takes no role and no log away: %s",
  async (layout) => {
    const own = harness.lab(`${layout}-without-keys`);
    const people =
      layout === "lab"
        ? inThisWorld({ student: { userName: STUDENT, objectId: "STUDENT" } })
        : { student: undefined };
    const seats = (...names: string[]): object => (layout === "class" ? { seats: names } : {});
    const settings = { layout, openai: { auth: "entra" }, diagnostics: true, ...people };
    expect((await own.up({ ...settings, ...seats("s01") })).failures).toEqual([]);

    const model = { name: "gpt-4o-mini", version: "2024-07-18" };
    const deployment = layout === "lab" ? "openai-deployment" : "openai-deployment-s01";
    const preview = await own.preview({ ...settings, ...seats("s01"), model });
    expect(preview.changed).toEqual({ [deployment]: "replace" });
    const other = await own.up({ ...settings, ...seats("s01"), model });
    expect([other.changed, other.failures]).toEqual([{ [deployment]: "replace" }, []]);
    if (layout === "class") {
      const more = await own.up({ ...settings, ...seats("s01", "s02"), model });
      expect([more.changed, more.failures]).toEqual([{ "openai-deployment-s02": "create" }, []]);
    }
    expect((await own.destroy()).failures).toEqual([]);
  },
);

test("a lock that is to go goes before all that the same change deletes", async () => {
  expect((await lab.up({ lock: true, diagnostics: true })).failures).toEqual([]);
  const did = await lab.up({ deploymentName: "chat" });
  expect(did.failures).toEqual([]);
  for (const name of ["access-key", "openai-deployment", "diagnostics-logs"])
    expect(before(did, "deleted lock-delete", `delete ${name}`), name).toBe(true);
});

test("another library: a secret and a cluster leave before they come", async () => {
  const did = await lab.up({ databricks: { library: "openai==2.53.0" }, deploymentName: "chat" });
  for (const name of ["compute-cluster", "access-key", "openai-deployment"])
    expect(before(did, `deleted ${name}`, `create ${name}`), name).toBe(true);
  expect(before(did, "deleted access-key", "create openai-deployment")).toBe(true);
});

test("another start of the budget: the old budget is deleted before the new one is created", async () => {
  const budget = { amount: 50, emails: ["teacher@school.example"], start: "2027-01-01" };
  expect((await lab.up({ budget })).failures).toEqual([]);
  const did = await lab.up({ budget: { ...budget, start: "2027-02-01" } });
  expect(did.failures).toEqual([]);
  expect(did.changed).toEqual({ "budget-monthly": "replace" });
  expect(before(did, "deleted budget-monthly", "create budget-monthly")).toBe(true);
  const more = await lab.up({ budget: { ...budget, amount: 60, start: "2027-02-01" } });
  expect([more.failures, more.changed]).toEqual([[], { "budget-monthly": "update" }]);
  expect((await lab.up()).changed).toEqual({ "budget-monthly": "delete" });
});

test("another end of the budget, set by hand, is put back in place, whatever the day is", async () => {
  const budget = { amount: 50, emails: ["teacher@school.example"], start: "2027-01-01" };
  expect((await lab.up({ budget })).failures).toEqual([]);
  const { budgets } = azureStore(lab.world);
  const [[key, made]] = budgets.entries() as [[string, Budget]];
  const timePeriod = { startDate: "2027-01-01T00:00:00Z", endDate: "2028-01-01T00:00:00Z" };
  budgets.put(key, { ...made, properties: { ...made.properties, timePeriod } });
  const refreshed = await lab.refresh();
  expect(refreshed.drift["budget-monthly"]).toContain("timePeriod.endDate");
  const did = await lab.up({ budget });
  expect([did.failures, did.changed]).toEqual([[], { "budget-monthly": "update" }]);
  expect(budgets.get(key)?.properties).toEqual(made.properties);
  expect((await lab.up({ budget })).changed).toEqual({});
  expect((await lab.up()).changed).toEqual({ "budget-monthly": "delete" });
});

test("diagnostics: another region deletes the logs for good, settings before the workspace", async () => {
  expect((await lab.up({ diagnostics: true })).failures).toEqual([]);
  const did = await lab.up({ diagnostics: true, location: "swedencentral" });
  expect(did.failures).toEqual([]);
  for (const setting of ["diagnostics-openai", "diagnostics-databricks"])
    expect(before(did, `deleted ${setting}`, "delete diagnostics-logs-forced-delete")).toBe(true);
  expect(lab.inventory["deletedLogWorkspaces"]).toEqual([]);
});

test("the student's name in other letters changes nothing", async () => {
  const did = await lab.up({ student: { userName: "Student@RAI-lab.example" } });
  expect([did.failures, did.changed]).toEqual([[], {}]);
});

test("the notebook's text: only the original in the stack's folder changes", async () => {
  appendFileSync(harness.file(CODE), "\n# a remark\n");
  const did = await lab.up();
  expect(did.failures).toEqual([]);
  expect(did.changed).toEqual({ "notebook-notebook": "update" });
});
