import { describe, expect, test } from "vitest";
import type { Session } from "../../../infra/azure/session";
import { LabError } from "../../../infra/errors";
import { repair, type Repaired } from "../../../scripts/engine/cli/repair";
import type { ExportedState } from "../../../scripts/engine/cli/state";
import { integrityErrors } from "../../../scripts/engine/state/integrity";
import type { Resource } from "../../../scripts/engine/state/resource";
import { answersByUrl } from "../../support/azure/answers-by-url";

const GROUP = "/subscriptions/s/resourceGroups/rg";
const WORKSPACE = `${GROUP}/providers/Microsoft.Databricks/workspaces/ws`;
const HOST = "https://adb-1.2.azuredatabricks.net";
const URL = HOST.slice("https://".length);
const urn = (type: string, name: string): string => `urn:pulumi:dev::rai-lab::${type}::${name}`;

function entry(type: string, name: string, rest: Partial<Resource> = {}): Resource {
  return { urn: urn(type, name), custom: true, type, id: name, ...rest };
}
const PROVIDER = entry("pulumi:providers:databricks", "provider", {
  inputs: { host: HOST, azureWorkspaceResourceId: WORKSPACE },
});
const DYNAMIC = entry("pulumi:providers:pulumi-nodejs", "default");
const within = `${PROVIDER.urn}::provider`;
const cluster = entry("databricks:index/cluster:Cluster", "cluster", {
  provider: within,
  inputs: { clusterName: "rai-lab-dev" },
});
const clone = entry("pulumi-nodejs:rai-lab:Clone", "clone", {
  provider: `${DYNAMIC.urn}::default`,
  inputs: { host: HOST, workspaceId: WORKSPACE },
  dependencies: [cluster.urn],
});
const notes = entry("pulumi-nodejs:rai-lab:Notes", "notes", {
  provider: `${DYNAMIC.urn}::default`,
  dependencies: [cluster.urn, clone.urn],
});
/** As a failed `pulumi refresh` leaves it: without the workspace, and nothing is `deletedWith` it any more. */
const LAB = [PROVIDER, DYNAMIC, cluster, clone, notes];

const standing = (workspaceUrl?: string) => ({
  status: 200,
  body: { properties: { workspaceUrl } },
});
const names = (resources: Resource[]): string[] =>
  resources.map((r) => r.urn.split("::").at(-1) ?? "");
const creating = (resource: Resource): { type: "creating"; resource: Resource } => {
  const { id: _, ...rest } = resource;
  return { type: "creating", resource: rest };
};

async function mended(
  deployment: ExportedState["deployment"],
  answers: Parameters<typeof answersByUrl>[0],
  forgetUnknown = false,
): Promise<Repaired & { state: ExportedState["deployment"]; asked: string[] }> {
  const state = structuredClone({ deployment });
  const { session, requests: asked } = answersByUrl(answers);
  const cloud = { signIn: () => Promise.resolve(session), subscriptionId: "s" };
  return { ...(await repair(state, cloud, forgetUnknown)), state: state.deployment, asked };
}

test("a stack without workspaces and doubts is not asked for, and needs no sign-in", async () => {
  const signIn = (): Promise<Session> => Promise.reject(new Error("nobody signs in"));
  const state = {
    deployment: { resources: [entry("azure-native:resources:ResourceGroup", "rg")] },
  };
  const { changed } = await repair(state, { signIn, subscriptionId: undefined }, true);
  expect(changed).toBe(false);
});

describe("what lived in a workspace", () => {
  test("goes with it, and with it every mention; what lived elsewhere stays", async () => {
    const { changed, dropped, state, asked } = await mended({ resources: LAB }, {});
    expect(changed).toBe(true);
    expect(names(dropped)).toEqual(["cluster", "clone"]);
    expect(names(state.resources ?? [])).toEqual(["provider", "default", "notes"]);
    expect(state.resources?.at(-1)?.dependencies).toEqual([]);
    expect(integrityErrors(state.resources ?? [])).toEqual([]);
    expect(asked).toEqual([`GET ${WORKSPACE}`]);
  });

  test("goes when another workspace stands in its place", async () => {
    expect(
      (await mended({ resources: LAB }, { [WORKSPACE]: standing("adb-9.9.example") })).dropped,
    ).toHaveLength(2);
  });

  test.each([
    ["it stands", standing(URL)],
    ["it is still being made", standing()],
    ["nobody may ask", { status: 403, body: { error: { code: "AuthorizationFailed" } } }],
    ["Azure cannot be reached", new Error("getaddrinfo")],
  ])("stays when %s", async (_, answer) => {
    const { changed, dropped, state } = await mended({ resources: LAB }, { [WORKSPACE]: answer });
    expect([changed, dropped]).toEqual([false, []]);
    expect(state.resources).toEqual(LAB);
  });

  test("takes an interrupted create in it along", async () => {
    const { state } = await mended(
      { resources: [PROVIDER], pending_operations: [creating(cluster)] },
      {},
    );
    expect(state.pending_operations).toEqual([]);
  });
});

describe("an interrupted create", () => {
  const group = entry("azure-native:resources:ResourceGroup", "group", {
    inputs: { resourceGroupName: "rg" },
  });
  const id = "/subscriptions/s/resourcegroups/rg";
  const IN_LAB = { [WORKSPACE]: standing(URL) };

  test("that happened is in the state, for a refresh to read", async () => {
    const {
      changed,
      state,
      unresolved: doubts,
    } = await mended(
      { pending_operations: [creating(group)] },
      { [id]: { status: 200, body: { properties: { provisioningState: "Succeeded" } } } },
    );
    expect([changed, doubts, state.pending_operations]).toEqual([true, [], []]);
    expect(state.resources).toMatchObject([
      { urn: group.urn, id, inputs: { resourceGroupName: "rg" } },
    ]);
  });

  test("of a cluster is recorded with its libraries: the provider reads those only where the state has some", async () => {
    const libraries = [{ pypi: { package: "openai==1.0.0" } }];
    const wanted = { ...cluster, inputs: { ...cluster.inputs, libraries } };
    const clusters = [{ cluster_name: "rai-lab-dev", cluster_id: "c-1" }];
    const { state } = await mended(
      { resources: [PROVIDER], pending_operations: [creating(wanted)] },
      { ...IN_LAB, [`${HOST}/api/2.1/clusters/list`]: { status: 200, body: { clusters } } },
    );
    expect(state.resources?.at(-1)).toMatchObject({ id: "c-1", outputs: { libraries } });
  });

  test("that did not happen is forgotten", async () => {
    const { changed, state } = await mended({ pending_operations: [creating(group)] }, {});
    expect([changed, state.pending_operations, state.resources]).toEqual([true, [], []]);
  });

  test("that replaced something makes the old one wait for its deletion", async () => {
    const answers = { [id]: { status: 200 } };
    const old = { ...group, id: "/subscriptions/s/resourcegroups/old" };
    const { state } = await mended(
      { resources: [old], pending_operations: [creating(group)] },
      answers,
    );
    expect(state.resources).toMatchObject([{ id }, { id: old.id, delete: true }]);
    expect(integrityErrors(state.resources ?? [])).toEqual([]);
  });

  test("of what is recorded already adds nothing", async () => {
    const recorded = { ...group, id };
    const { state } = await mended(
      { resources: [recorded], pending_operations: [creating(group)] },
      { [id]: { status: 200 } },
    );
    expect(state.resources).toEqual([recorded]);
  });

  test.each([
    [
      "cluster",
      cluster,
      "/api/2.1/clusters/list",
      { clusters: [{ cluster_name: "rai-lab-dev", cluster_id: "c-1" }] },
      "c-1",
    ],
    [
      "scope",
      entry("databricks:index/secretScope:SecretScope", "scope", {
        provider: within,
        inputs: { name: "rai-lab-dev" },
      }),
      "/api/2.0/secrets/scopes/list",
      { scopes: [{ name: "rai-lab-dev" }] },
      "rai-lab-dev",
    ],
    [
      "policy",
      entry("databricks:index/clusterPolicy:ClusterPolicy", "policy", {
        provider: within,
        inputs: { name: "caps" },
      }),
      "/api/2.0/policies/clusters/list",
      { policies: [{ name: "caps", policy_id: "P1" }] },
      "P1",
    ],
    [
      "directory",
      entry("databricks:index/directory:Directory", "directory", {
        provider: within,
        inputs: { path: "/rai-lab/dev" },
      }),
      "/api/2.0/workspace/get-status",
      { object_type: "DIRECTORY" },
      "/rai-lab/dev",
    ],
  ])("of a %s is found by its name", async (_, resource, path, body, wanted) => {
    const deployment = { resources: [PROVIDER], pending_operations: [creating(resource)] };
    const there = await mended(deployment, {
      ...IN_LAB,
      [`${HOST}${path}`]: { status: 200, body },
    });
    expect(there.state.resources).toMatchObject([{}, { urn: resource.urn, id: wanted }]);
    for (const nothing of [
      { status: 200, body: {} },
      { status: 404, body: { error_code: "RESOURCE_DOES_NOT_EXIST" } },
    ]) {
      const { state } = await mended(deployment, { ...IN_LAB, [`${HOST}${path}`]: nothing });
      expect([state.resources?.length, state.pending_operations]).toEqual([1, []]);
    }
  });

  test("that can be repeated is forgotten without a question", async () => {
    const secret = entry("databricks:index/secret:Secret", "key", { provider: within });
    const deployment = {
      resources: [PROVIDER],
      pending_operations: [creating(secret), creating(clone)],
    };
    const { state, asked } = await mended(deployment, IN_LAB);
    expect([state.pending_operations, asked]).toEqual([[], [`GET ${WORKSPACE}`]]);
  });

  test("that nobody can tell of stays in doubt until it is to be forgotten", async () => {
    const pending_operations = [creating(entry("aws:s3/bucket:Bucket", "bucket"))];
    const kept = await mended({ pending_operations }, {});
    expect(kept.state.pending_operations).toEqual(pending_operations);
    expect(kept.unresolved).toMatchObject([{ urn: urn("aws:s3/bucket:Bucket", "bucket") }]);
    const forgotten = await mended({ pending_operations }, {}, true);
    expect(forgotten.state.pending_operations).toEqual([]);
    expect(forgotten.unresolved).toHaveLength(1);
  });

  test("whose service does not answer stays in doubt, whatever is asked for", async () => {
    const deployment = { resources: [PROVIDER], pending_operations: [creating(cluster)] };
    const {
      state,
      unresolved: doubts,
      changed,
    } = await mended(
      deployment,
      { ...IN_LAB, [`${HOST}/api/2.1/clusters/list`]: new Error("connect ECONNREFUSED") },
      true,
    );
    expect([changed, state.pending_operations]).toEqual([false, deployment.pending_operations]);
    expect(doubts[0]?.reason).toContain("did not answer: connect ECONNREFUSED");
  });

  test("stays in doubt where the sign-in is refused", async () => {
    const signIn = (): Promise<Session> => Promise.reject(new LabError("sign-in", "run az login"));
    const state = { deployment: { resources: LAB, pending_operations: [creating(group)] } };
    const found = await repair(state, { signIn, subscriptionId: "s" }, true);
    expect(found).toEqual({
      changed: false,
      dropped: [],
      unresolved: [{ urn: group.urn, reason: "run az login" }],
    });
    expect(state.deployment.resources).toEqual(LAB);
  });
});

test("an interrupted update or delete is left to the refresh, which reads it", async () => {
  const { state, changed } = await mended(
    { pending_operations: [{ type: "updating", resource: cluster }] },
    {},
  );
  expect([changed, state.pending_operations?.length]).toEqual([false, 1]);
});
