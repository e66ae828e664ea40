/** What an interrupted run left in doubt is settled by asking, never by guessing. */
import { expect, test } from "vitest";
import { recover } from "../../../../scripts/engine/embedded/deployment/recover";
import { Registry } from "../../../../scripts/engine/embedded/providers/registry";
import type { PendingOperation, Resource } from "../../../../scripts/engine/state/resource";
import type { Provider } from "../../../../scripts/engine/plugin";
import { FakeCloud, fakeProvider } from "../../../support/engine/cloud";

const PROVIDER: Resource = {
  urn: "urn:pulumi:dev::demo::pulumi:providers:fake::default",
  custom: true,
  type: "pulumi:providers:fake",
  id: "p",
};
const thing = (name: string, more: Partial<Resource> = {}): Resource => ({
  urn: `urn:pulumi:dev::demo::fake:index:Thing::${name}`,
  custom: true,
  type: "fake:index:Thing",
  provider: `${PROVIDER.urn}::p`,
  inputs: { size: 1 },
  ...more,
});
const settle = async (
  resources: Resource[],
  pending: PendingOperation[],
  objects: string[],
  change: (p: Provider) => Provider = (p) => p,
) => {
  const cloud = new FakeCloud();
  for (const id of objects) cloud.objects.set(id, { size: 1 });
  const plugin = { version: "1", configure: () => change(fakeProvider(cloud, "localhost")) };
  const before = [PROVIDER, ...resources];
  const result = await recover(
    { resources: before, pending },
    new Registry({ fake: plugin }, false, before),
  );
  expect([cloud.log, result.snapshot.pending]).toEqual([[], []]);
  return { ...result, resources: result.snapshot.resources.slice(1) };
};

test("a create that happened is adopted, as something that is still to be made ready", async () => {
  const { resources, adopted } = await settle(
    [],
    [{ type: "creating", resource: thing("a") }],
    ["/things/a"],
  );
  expect(resources).toEqual(adopted);
  expect(adopted).toMatchObject([
    {
      id: "/things/a",
      outputs: { key: "key of /things/a" },
      initErrors: ["the run that created it was interrupted"],
    },
  ]);
});

test("a create that did not happen is forgotten", async () => {
  const { resources, unknown } = await settle([], [{ type: "creating", resource: thing("a") }], []);
  expect([resources, unknown]).toEqual([[], []]);
});

test("a create that nobody can look for is told", async () => {
  const pending = [{ type: "creating" as const, resource: thing("a") }];
  const { resources, unknown } = await settle([], pending, ["/things/a"], (p) => ({
    ...p,
    identify: undefined,
  }));
  expect([resources, unknown.map((r) => r.urn)]).toEqual([[], [thing("a").urn]]);
});

test("the new half of a replacement takes the old one's place, which is then to be deleted", async () => {
  const old = thing("a", { id: "/things/a-red", inputs: { color: "red" } });
  const user = thing("user", { id: "/things/user", dependencies: [old.urn] });
  const wanted = thing("a", { inputs: { color: "blue" } });
  const objects = ["/things/a-red", "/things/a-blue", "/things/user"];
  const { resources } = await settle(
    [old, user],
    [{ type: "creating", resource: wanted }],
    objects,
  );
  expect(resources.map((r) => [r.id, r.delete])).toEqual([
    ["/things/a-blue", undefined],
    ["/things/a-red", true],
    ["/things/user", undefined],
  ]);
});

test("what waited for its replacement is gone once the replacement is found", async () => {
  const old = thing("a", { id: "/things/a", pendingReplacement: true });
  const { resources } = await settle(
    [old],
    [{ type: "creating", resource: thing("a") }],
    ["/things/a"],
  );
  expect(resources).toMatchObject([{ id: "/things/a" }]);
  expect(resources[0]?.pendingReplacement).toBeUndefined();
});

test("interrupted deletes and updates are read back; what is gone leaves with every mention of it", async () => {
  const a = thing("a", { id: "/things/a" });
  const b = thing("b", { id: "/things/b", inputs: { size: 0 } });
  const c = thing("c", {
    id: "/things/c",
    dependencies: [a.urn],
    propertyDependencies: { from: [a.urn, b.urn] },
  });
  const pending = [
    { type: "deleting" as const, resource: a },
    { type: "updating" as const, resource: b },
  ];
  const asked: (boolean | undefined)[] = [];
  const { resources, dropped } = await settle(
    [a, b, c],
    pending,
    ["/things/b", "/things/c"],
    (p) => ({
      ...p,
      read: (r) => {
        asked.push(r.interrupted);
        return p.read?.(r) ?? Promise.resolve(undefined);
      },
    }),
  );
  expect(dropped.map((r) => r.id)).toEqual(["/things/a"]);
  expect(resources).toMatchObject([
    { id: "/things/b", inputs: { size: 1 } },
    { id: "/things/c", dependencies: [], propertyDependencies: { from: [b.urn] } },
  ]);
  expect(asked).toEqual([true, true]);
});

/** A stack that works in a workspace: of its own, or of a class that another stack made. */
const WORKSPACE_ID =
  "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Databricks/workspaces/ws";
const HOST = "https://127.0.0.1:9";
const DATABRICKS: Resource = {
  urn: "urn:pulumi:dev::demo::pulumi:providers:databricks::own",
  custom: true,
  type: "pulumi:providers:databricks",
  id: "d",
  inputs: { host: HOST, azureWorkspaceResourceId: WORKSPACE_ID },
};
const inside = (name: string, more: Partial<Resource> = {}): Resource => ({
  urn: `urn:pulumi:dev::demo::databricks:index/cluster:Cluster::${name}`,
  custom: true,
  type: "databricks:index/cluster:Cluster",
  provider: `${DATABRICKS.urn}::d`,
  id: name,
  ...more,
});
/** The dynamic resources of a workspace name it in their inputs. */
const clone: Resource = {
  ...inside("clone"),
  type: "pulumi-nodejs:rai-lab:Clone",
  provider: "urn:pulumi:dev::demo::pulumi:providers:pulumi-nodejs::default::n",
  inputs: { host: HOST, workspaceId: WORKSPACE_ID },
};

/** Recovers while Azure says this of the workspace; every call of the workspace itself is refused. */
async function recoverInside(
  azure: () => Promise<{ workspaceUrl?: string } | undefined>,
  pending: PendingOperation[],
) {
  const asked: (boolean | undefined)[] = [];
  const refused = (): Promise<never> => Promise.reject(new Error("connect ECONNREFUSED"));
  const plugins = {
    databricks: plugin({ create: refused, read: refused, identify: refused }),
    "azure-native": plugin({
      create: refused,
      read: async ({ id, interrupted }) => {
        asked.push(interrupted);
        const outputs = await azure();
        return outputs && { id, outputs };
      },
    }),
  };
  const resources = [DATABRICKS, inside("cluster"), clone, thing("other", { id: "o" })];
  resources.push(thing("user", { id: "u", dependencies: [clone.urn, resources[3]!.urn] }));
  const before = structuredClone(resources);
  const result = await recover(
    { resources: before, pending },
    new Registry(plugins, false, before),
  );
  return { ...result, asked };
}
const plugin = (provider: Provider) => ({ version: "1", configure: () => provider });
const idsOf = (resources: Resource[]): (string | undefined)[] => resources.map(({ id }) => id);

test.each(["creating", "updating", "deleting"] as const)(
  "what was %s in a workspace that is gone is dropped with all that was in it, and its host is not asked",
  async (type) => {
    const pending = [{ type, resource: inside("cluster") }];
    const { snapshot, dropped, failed, asked } = await recoverInside(
      () => Promise.resolve(undefined),
      pending,
    );
    expect([idsOf(dropped), failed]).toEqual([["cluster", "clone"], []]);
    expect(idsOf(snapshot.resources)).toEqual(["d", "o", "u"]);
    expect(snapshot.resources.at(-1)?.dependencies).toEqual([thing("other").urn]);
    expect(snapshot.pending).toEqual([]);
    expect(asked).toEqual([true]);
  },
);

test("a workspace with the same id and another host is another one", async () => {
  const pending = [{ type: "deleting" as const, resource: inside("cluster") }];
  const { dropped } = await recoverInside(
    () => Promise.resolve({ workspaceUrl: "127.0.0.1:10" }),
    pending,
  );
  expect(idsOf(dropped)).toEqual(["cluster", "clone"]);
});

test.each([
  ["exists", () => Promise.resolve({ workspaceUrl: "127.0.0.1:9" })],
  ["may exist, because Azure does not answer", () => Promise.reject(new Error("no route"))],
] as const)(
  "where the workspace %s and gives no answer, the operation stays pending",
  async (_, azure) => {
    const pending: PendingOperation[] = [
      { type: "creating", resource: inside("new", { id: undefined }) },
      { type: "deleting", resource: inside("cluster") },
    ];
    const { snapshot, failed, dropped } = await recoverInside(azure, pending);
    expect([idsOf(dropped), snapshot.pending]).toEqual([[], pending]);
    expect(failed.map(({ error }) => [error.code, error.message, error.cure])).toEqual(
      ["creating new", "deleting cluster"].map((what) => [
        "deployment",
        `an earlier run was interrupted while ${what}, and what became of it cannot be read: connect ECONNREFUSED`,
        "run the same command again once the cause is gone",
      ]),
    );
  },
);
