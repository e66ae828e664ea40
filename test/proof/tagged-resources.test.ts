import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { namesOf } from "../../infra/names/physical-names";
import { kindByName, taggedResources } from "../../scripts/proof";
import { ok, refusal, startFakeArm, type FakeArm } from "../support/azure/fake-arm";
import { SUBSCRIPTION } from "../support/doctor/context";

let arm: FakeArm;
beforeAll(async () => void (arm = await startFakeArm()));
afterAll(() => arm.stop());

const TAGS = { class: "spring", project: "rai-lab" };
const COGNITIVE = "/providers/microsoft.cognitiveservices";
const LISTS = {
  "resource group": "/resourcegroups",
  account: `${COGNITIVE}/accounts`,
  "soft-deleted account": `${COGNITIVE}/deletedaccounts`,
  workspace: "/providers/microsoft.databricks/workspaces",
};

beforeEach(() => {
  arm.reset();
  for (const [kind, path] of Object.entries(LISTS))
    arm.answers.set(
      path,
      ok({
        value: [
          { id: `/own/${kind}`, tags: { ...TAGS, extra: "x" } },
          { id: `/other-project/${kind}`, tags: { ...TAGS, project: "elsewhere" } },
          { id: `/untagged/${kind}` },
        ].map((one) => ({ ...one, properties: {} })),
      }),
    );
});

test("one list of each kind, and only what bears all tags", async () => {
  const { found, unknown } = await taggedResources(TAGS, arm.session);
  expect(found.map(({ kind, id }) => [kind, id])).toEqual(
    Object.keys(LISTS).map((kind) => [kind, `/own/${kind}`]),
  );
  expect(unknown).toEqual([]);
  expect(arm.requests).toHaveLength(4);
  const [groups] = arm.requests.filter((one) => one.toLowerCase().startsWith("/resourcegroups?"));
  expect(decodeURIComponent(groups!)).toContain("tagName eq 'class' and tagValue eq 'spring'");
});

test.each(Object.entries(LISTS))(
  "without the right to list, %s is unknown and the rest is found",
  async (kind, path) => {
    arm.answers.set(path, refusal(403, "AuthorizationFailed", "The client may not."));
    const { found, unknown } = await taggedResources(TAGS, arm.session);
    expect(found.map((one) => one.kind)).toEqual(Object.keys(LISTS).filter((one) => one !== kind));
    expect(unknown).toMatchObject([{ kind, code: "AuthorizationFailed" }]);
  },
);

const OWNER = { project: "rai-lab", stack: "spring-ada" };
const NAMES = namesOf({ ...OWNER, subscriptionId: SUBSCRIPTION });
const at = (group: string, rest = ""): string =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}${rest}`;
const workspace = `/providers/Microsoft.Databricks/workspaces/${NAMES.databricksWorkspace}`;

test.each([
  [at(NAMES.resourceGroup), "resource group", "resource group"],
  [at(NAMES.resourceGroup.toUpperCase()), "resource group", "resource group"],
  [at(NAMES.managedResourceGroup), "resource group", "managed group"],
  [at("by-hand"), "resource group", undefined],
  [at(`${NAMES.resourceGroup}-2`), "resource group", undefined],
  [at(NAMES.resourceGroup, workspace), "workspace", "workspace"],
  [at("by-hand", workspace), "workspace", undefined],
  [at(NAMES.resourceGroup, `${workspace}-2`), "workspace", undefined],
  [
    `/subscriptions/${SUBSCRIPTION}${COGNITIVE}/locations/eastus2${at(NAMES.resourceGroup).slice(SUBSCRIPTION.length + 15)}/deletedAccounts/${NAMES.openaiAccount}`,
    "soft-deleted account",
    "soft-deleted account",
  ],
] as const)("%s, a %s, is by its name: %s", (id, kind, is) => {
  expect(kindByName(id, kind, OWNER, { subscriptionId: SUBSCRIPTION })).toBe(is);
});
