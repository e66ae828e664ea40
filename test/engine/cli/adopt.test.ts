import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect, test } from "vitest";
import {
  addPlanned,
  adoptInRounds,
  keepWanted,
  plannedCreate,
  type PlannedCreate,
} from "../../../scripts/engine/cli/adopt";
import { UNKNOWN } from "../../../scripts/engine/plugin";

const urn = (type: string, name: string): string => `urn:pulumi:dev::rai-lab::${type}::${name}`;
const STACK = urn("pulumi:pulumi:Stack", "rai-lab-dev");
const PROVIDER = urn("pulumi:providers:azure-native", "default");
const GROUP = "azure-native:resources:ResourceGroup";
const ACCOUNT = "azure-native:cognitiveservices:Account";
const planned: PlannedCreate[] = [
  { urn: STACK, type: "pulumi:pulumi:Stack", custom: false, inputs: {} },
  { urn: PROVIDER, type: "pulumi:providers:azure-native", custom: true, inputs: {} },
  {
    ...{ urn: urn(GROUP, "lab-group"), type: GROUP, custom: true, parent: STACK },
    ...{ provider: `${PROVIDER}::${UNKNOWN}`, inputs: { resourceGroupName: "rg" } },
  },
  {
    ...{ urn: urn(ACCOUNT, "account"), type: ACCOUNT, custom: true, parent: STACK },
    ...{ provider: `${PROVIDER}::${UNKNOWN}`, inputs: { resourceGroupName: UNKNOWN } },
  },
];

test("what a preview would create becomes a create with an unknown end, once its inputs are known", () => {
  const state = { deployment: {} };
  expect(addPlanned(state, planned)).toEqual([urn(GROUP, "lab-group")]);
  const { resources = [], pending_operations: pending = [] } = state.deployment as {
    resources?: { urn: string; id?: string }[];
    pending_operations?: { type: string; resource: { provider?: string } }[];
  };
  expect(resources.map((one) => one.urn)).toEqual([STACK, PROVIDER]);
  const id = resources[1]?.id;
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(pending).toMatchObject([
    {
      type: "creating",
      resource: { urn: urn(GROUP, "lab-group"), provider: `${PROVIDER}::${id}` },
    },
  ]);
});

test("what names a recorded resource by its id depends on it: a destroy deletes a workspace last", () => {
  const id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Databricks/workspaces/dbw";
  const workspace = { urn: urn("azure-native:databricks:Workspace", "workspace"), id };
  const type = "pulumi:providers:databricks";
  const inputs = { azureWorkspaceResourceId: id, host: "https://adb-1.2.example" };
  const resources = [{ ...workspace, type: "azure-native:databricks:Workspace", custom: true }];
  const state = { deployment: { resources } };
  addPlanned(state, [{ urn: urn(type, "provider"), type, custom: true, inputs }]);
  expect(state.deployment.resources[1]).toMatchObject({ dependencies: [workspace.urn] });
});

test("what has a parent or a provider that is not known waits for a later round", () => {
  const orphans = planned.slice(2, 3);
  expect(addPlanned({ deployment: {} }, orphans)).toEqual([]);
});

test("what the CLI's events hide, or do not know yet, is not recorded", () => {
  const [, provider] = planned;
  for (const value of [
    UNKNOWN,
    { "4dabf18193072939515e22adb298388d": "1b", ciphertext: "[secret]" },
  ]) {
    const state = { deployment: {} };
    addPlanned(state, [{ ...provider!, inputs: { token: value } }]);
    expect(state.deployment).toMatchObject({ resources: [], pending_operations: [] });
  }
});

test("of what a refresh has read, only what the program sets is kept", () => {
  const adopted = { ...planned[2]!, inputs: { name: "rg", tags: { a: "1" } } };
  const live = { name: "rg", tags: { a: "2", byHand: "3" }, filledIn: true };
  const read = { ...adopted, inputs: live };
  const other = { ...planned[3]!, inputs: { filledIn: true } };
  keepWanted({ deployment: { resources: [read, other] } }, [adopted]);
  expect([read.inputs, other.inputs]).toEqual([{ name: "rg", tags: { a: "2" } }, other.inputs]);
});

test("a workspace that is adopted is waited for, and then what is in it is looked for", async () => {
  const create = (type: string, inputs: object): EngineEvent =>
    ({
      resourcePreEvent: {
        metadata: { op: "create", new: { urn: type, type, custom: true, inputs } },
      },
    }) as unknown as EngineEvent;
  const READINESS = "pulumi-nodejs:dynamic/rai-lab:Readiness";
  const previews = [
    [create("workspace", {}), create(READINESS, { host: UNKNOWN })],
    [create(READINESS, { host: "https://adb" })],
    [create("cluster", {}), create("notebook", {})],
    [create("notebook", {})],
  ];
  const did: string[] = [];
  const say = (text: string): Promise<void> => Promise.resolve(void did.push(text));
  await adoptInRounds({
    preview: async () => {
      await say("preview");
      return previews.shift() ?? [];
    },
    run: ([operation = "", ...args]) => {
      const target = args.indexOf("--target");
      return say(target < 0 ? operation : `${operation} ${args[target + 1]}`);
    },
    adopt: (all) =>
      Promise.resolve(all.filter(({ urn }) => ["workspace", "cluster"].includes(urn))),
    keepWanted: (adopted) => say(`keep ${adopted.map(({ urn }) => urn).join()}`),
  });
  expect(did).toEqual([
    ...["preview", "refresh", "keep workspace"],
    ...["preview", `up ${READINESS}`],
    ...["preview", "refresh", "keep cluster"],
    "preview",
  ]);
});

test("only creates of a preview's events count", () => {
  const event = (op: string): EngineEvent =>
    ({
      resourcePreEvent: { metadata: { op, new: { ...planned[2], inputs: { a: 1 } } } },
    }) as unknown as EngineEvent;
  expect(plannedCreate(event("create"))).toMatchObject({ type: GROUP, inputs: { a: 1 } });
  expect(plannedCreate(event("same"))).toBeUndefined();
  expect(plannedCreate({} as EngineEvent)).toBeUndefined();
});
