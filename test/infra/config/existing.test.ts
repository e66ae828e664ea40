import { expect, test } from "vitest";
import { crossFieldProblems } from "../../../infra/config/cross-field";
import { existingInOwnGroup } from "../../../infra/config/existing";
import { parseConfig } from "../../../infra/config";
import { schemaOf } from "../../../infra/config/schema";
import { namesOf } from "../../../infra/names/physical-names";

const SUBSCRIPTION = "00000000-0000-4000-8000-000000000001";
const idIn = (group: string, type = "CognitiveServices/accounts"): string =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.${type}/school`;
const openaiAccountId = idIn("school");
const workspaceId = idIn("school", "Databricks/workspaces");

const keysOf = (existing: object, values: object): string[] =>
  crossFieldProblems(schemaOf("current"), { existing, ...values }).map(({ key }) => key);

/** Settings, and whether an account, a workspace and both refuse them. */
const TABLE: [object, string, boolean, boolean, boolean][] = [
  [{ lock: "true" }, "lock", false, false, true],
  [{ location: "swedencentral" }, "location", false, false, true],
  [{ location: "eastus2" }, "location", false, false, false],
  [{ diagnostics: true }, "diagnostics", true, true, true],
  [
    { budget: { amount: 5, emails: ["a@b.example"], start: "2027-01-01" } },
    "budget",
    true,
    true,
    true,
  ],
  [{ openai: { restore: true } }, "openai.restore", true, false, true],
  [{ databricks: { noPublicIp: "false" } }, "databricks.noPublicIp", false, true, true],
  [{ policy: {}, deploymentName: "chat" }, "policy", false, false, false],
];

test.each(TABLE)("%j", (values, key, account, workspace, both) => {
  const said = (refused: boolean): string[] => (refused ? [key] : []);
  for (const layout of ["lab", "class"]) {
    const settings = { layout, ...values };
    expect(keysOf({ openaiAccountId }, settings)).toEqual(said(account));
    expect(keysOf({ workspaceId }, settings)).toEqual(said(workspace));
    expect(keysOf({ openaiAccountId, workspaceId }, settings)).toEqual(said(both));
  }
});

test("a seat uses its class's, and says so by name", () => {
  const seat = { layout: "seat", classStack: "spring", student: { userName: "a@b.example" } };
  expect(crossFieldProblems(schemaOf("current"), { ...seat, existing: { workspaceId } })).toEqual([
    {
      key: "existing",
      value: { workspaceId },
      message:
        "is for stacks with layout lab or class, and this stack has layout seat: move it to the settings of the class",
    },
  ]);
});

test("what exists is never in a group that the stack makes, and deletes", () => {
  const names = namesOf({ subscriptionId: SUBSCRIPTION, project: "rai-lab", stack: "dev" });
  const problemsIn = (group: string) =>
    existingInOwnGroup(
      schemaOf("current"),
      { existing: { openaiAccountId: idIn(group) } },
      "rai-lab",
      "dev",
    ).map(({ key }) => key);
  expect(problemsIn("school")).toEqual([]);
  expect(problemsIn(names.resourceGroup.toUpperCase())).toEqual(["existing.openaiAccountId"]);
  expect(problemsIn(names.managedResourceGroup)).toEqual(["existing.openaiAccountId"]);
});

const parse = (existing: unknown) =>
  parseConfig({ "rai-lab:existing": JSON.stringify(existing) }, "rai-lab", "dev").existing;

test("both ids are optional, one is needed, and each is of its own type", () => {
  expect(parse({ openaiAccountId })).toEqual({ openaiAccountId });
  expect(parse({ openaiAccountId, workspaceId })).toEqual({ openaiAccountId, workspaceId });
  expect(() => parse({})).toThrow("must be an object with openaiAccountId, workspaceId or both");
  for (const wrong of [workspaceId, `${openaiAccountId}/deployments/x`, "oai-school"])
    expect(() => parse({ openaiAccountId: wrong })).toThrow(
      "rai-lab:existing.openaiAccountId = " +
        `${JSON.stringify(wrong)} must be the id of an Azure OpenAI account: ` +
        "/subscriptions/…/resourceGroups/…/providers/Microsoft.CognitiveServices/accounts/…",
    );
});
