/** What somebody else changed or deleted, and what `refresh` and `up` make of it. */
import { beforeAll, describe, expect, test } from "vitest";
import { signIn } from "../../infra/azure/session";
import { requestWorkspace } from "../../infra/azure/workspace-api";
import { azureStore } from "../../scripts/cloud/azure/store";
import type { StateEntry } from "../support/engine/harness";
import { ENGINES, type Lab, type LabHarness, useHarness } from "../support/lifecycle";
import { isCliInstalled } from "../support/engine/pulumi-cli";
import { seconds } from "../support/time-limits";

const EXTRAS = {
  diagnostics: true,
  policy: {},
  budget: { amount: 9, emails: ["a@school.example"], start: "2027-01-01" },
};

let harness: LabHarness;
let lab: Lab;
let base: Record<string, unknown>;
let settings: Record<string, unknown>;

/** A call to Resource Manager as the deployer, to its end. */
async function arm(
  method: "POST" | "DELETE",
  path: string,
  version: string,
  body?: object,
): Promise<void> {
  const session = await signIn(harness.cloud.connection.env);
  const url = `${session.resourceManager}${path}?api-version=${version}`;
  const answer = await session.request(method, url, {}, body);
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  if (method === "DELETE") await session.pollUntilDone(answer, path);
}

/** A call to the lab's workspace as somebody who manages it. */
async function inside(path: string, body: object): Promise<void> {
  const workspace = azureStore(lab.world).workspaces.values()[0];
  const address = {
    resourceId: workspace?.id ?? "",
    host: `https://${workspace?.workspaceUrl ?? ""}`,
  };
  const answer = await requestWorkspace(
    await signIn(harness.cloud.connection.env),
    address,
    "POST",
    path,
    body,
  );
  expect(answer.ok, `${path}: ${await answer.clone().text()}`).toBe(true);
}

const VERSIONS: Record<string, string> = {
  "azure-native:resources:ResourceGroup": "2024-03-01",
  "azure-native:cognitiveservices:Account": "2025-06-01",
  "azure-native:cognitiveservices:Deployment": "2025-06-01",
  "azure-native:databricks:Workspace": "2026-01-01",
  "azure-native:authorization:RoleAssignment": "2022-04-01",
  "azure-native:consumption:Budget": "2024-08-01",
  "azure-native:monitor:DiagnosticSetting": "2021-05-01-preview",
  "azure-native:operationalinsights:Workspace": "2023-09-01",
};

/** Deletes one thing behind Pulumi's back, as a person would: through its own service. */
async function deleteByHand(r: StateEntry): Promise<void> {
  const id = r.id ?? "";
  const [scope = "", name = ""] = id.split("|||");
  switch (r.type) {
    case "databricks:index/cluster:Cluster":
      return inside("/api/2.1/clusters/permanent-delete", { cluster_id: id });
    case "databricks:index/clusterPolicy:ClusterPolicy":
      return inside("/api/2.0/policies/clusters/delete", { policy_id: id });
    case "databricks:index/directory:Directory":
    case "databricks:index/notebook:Notebook":
    case "databricks:index/workspaceFile:WorkspaceFile":
      return inside("/api/2.0/workspace/delete", { path: id, recursive: true });
    case "databricks:index/secretScope:SecretScope":
      return inside("/api/2.0/secrets/scopes/delete", { scope: id });
    case "databricks:index/secret:Secret":
      return inside("/api/2.0/secrets/delete", { scope, key: name });
    case "databricks:index/secretAcl:SecretAcl":
      return inside("/api/2.0/secrets/acls/delete", { scope, principal: name });
    case "databricks:index/user:User":
      return void lab.workspace.members.delete(id);
    case "databricks:index/permissions:Permissions": {
      const [, type = "", of = ""] = id.split("/");
      return void lab.workspace.grants.delete(`${type}/${of}`);
    }
  }
  const version = VERSIONS[r.type];
  if (version === undefined) throw new Error(`nobody knows how to delete a ${r.type} by hand`);
  await arm("DELETE", id, version);
  // Unity Catalog's storage outlives the workspace, until `lab recover` deletes it.
  const leftOver = azureStore(lab.world).groups.values();
  for (const group of leftOver.filter(({ name }) => name.endsWith("-databricks")))
    if (!group.managedBy) await arm("DELETE", group.id, "2024-03-01");
}

/** Everything outside Pulumi: its own bookkeeping (components, providers, what acts only when it is deleted) is not. */
const real = (): StateEntry[] =>
  lab.state.resources.filter(
    ({ type, urn }) =>
      !/^(rai-lab:|pulumi:|pulumi-nodejs:)/.test(type) &&
      !urn.includes("::default_") &&
      type !== "pulumi:pulumi:Stack",
  );
const named = (urn: string): string => urn.split("::").at(-1) ?? "";

/** Each engine with what it is looked at for: a real CLI takes ten seconds an operation. */
const CASES = ENGINES.flatMap((engine) => [
  {
    engine,
    auth: "key",
    only:
      engine === "embedded"
        ? undefined
        : /^(lab-group|databricks-workspace|.*(cluster|scope|folder))$/,
  },
  // What differs from the first.
  ...(engine === "embedded" ? [{ engine, auth: "entra", only: /^grants/ }] : []),
]);

describe.each(CASES)("with the $engine engine and sign-in by $auth", ({ engine, auth, only }) => {
  const useThis = useHarness(engine);
  beforeAll(async () => {
    if (engine === "pulumi" && !isCliInstalled) return;
    harness = useThis();
    lab = harness.lab("dev");
    const { objectId } = harness.cloud.connection.student;
    settings = {
      ...EXTRAS,
      openai: { auth },
      student: { userName: "student@rai-lab.example", ...(auth === "entra" && { objectId }) },
    };
    expect((await lab.up(settings)).failures).toEqual([]);
    base = lab.inventory;
  }, seconds(15));

  test(
    "every resource, deleted by hand: refresh and up bring it back, and then nothing is left to do",
    async () => {
      const names = real().map(({ urn }) => named(urn));
      expect(names.length).toBeGreaterThan(18);
      for (const name of names.filter((one) => only?.test(one) ?? true)) {
        const entry = real().find(({ urn }) => named(urn) === name)!;
        await deleteByHand(entry);
        const refreshed = await lab.refresh();
        expect(refreshed.failures, `refresh without ${name}`).toEqual([]);
        expect(refreshed.changed, `refresh without ${name}`).toMatchObject({
          [name]: expect.any(String),
        });
        // An account that somebody deleted is kept for two days: to have its name again is to restore or to purge it.
        const softDeleted = name === "lab-group" || name === "openai-account";
        if (softDeleted) {
          const { failures } = await lab.up(settings);
          expect(failures.map(({ code }) => code)).toContain("FlagMustBeSetForRestore");
        }
        const openai = { auth, ...(softDeleted && { restore: true }) };
        const healed = await lab.up({ ...settings, openai });
        expect(healed.failures, `up without ${name}`).toEqual([]);
        expect(lab.inventory, `after ${name}`).toEqual(base);
        const again = await lab.up(settings);
        expect(again.failures).toEqual([]);
        expect(again.changed, `a second up after ${name}`).toEqual(
          softDeleted ? { "openai-account": "update" } : {},
        );
      }
    },
    seconds(90),
  );
});
