import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect, test } from "vitest";
import { addPlanned, plannedCreate, type PlannedCreate } from "../../../scripts/engine/cli/adopt";
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

test("what has a parent or a provider that is not known waits for a later round", () => {
  const orphans = planned.slice(2, 3);
  expect(addPlanned({ deployment: {} }, orphans)).toEqual([]);
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
