import { expect, test } from "vitest";
import { parseConfig } from "../../../infra/config";
import { seat } from "../../../infra/layouts/seat";
import { graphOf } from "../../support/graph";
import {
  azure,
  CLASS_OUTPUTS,
  KEY,
  sealed,
  classStackOutputs,
  SUBSCRIPTION,
} from "../../support/graph/azure";

const ID = "00000000-0000-4000-8000-00000000000a";
const seatOf = (shown: object = {}, student: object = {}) =>
  graphOf(
    () =>
      seat(
        parseConfig(
          {
            "rai-lab:layout": "seat",
            "rai-lab:classStack": "spring",
            "rai-lab:student": JSON.stringify({ userName: "student@rai-lab.example", ...student }),
          },
          "rai-lab",
          "s01",
        ),
      ),
    {
      stack: "s01",
      answers: { ...azure(), read: classStackOutputs({ ...CLASS_OUTPUTS, ...shown }) },
    },
  );

test("makes nothing in Azure, and everything it makes in the workspace leaves with it", async () => {
  const { registered, only } = await seatOf();
  expect(registered.filter((r) => r.type.startsWith("azure-native:"))).toEqual([]);
  const inside = registered.filter(
    (r) => r.type.startsWith("databricks:") || r.name === "notebook-clone",
  );
  expect(inside.length).toBeGreaterThan(12);
  for (const r of inside)
    expect(r, r.name).toMatchObject({
      deletedWith: only("Removal").urn,
      replacementTrigger: CLASS_OUTPUTS.databricksWorkspaceId,
      deleteBeforeReplace: true,
    });
});

test("the class's key goes into the seat's scope, and stays a secret", async () => {
  const { registered, outputs } = await seatOf();
  const key = sealed(KEY);
  expect(registered.find((r) => r.name === "access-key")!.inputs["stringValue"]).toEqual(key);
  expect(outputs["openaiKey"]).toEqual(key);
  expect(JSON.stringify([registered, outputs]).replaceAll(JSON.stringify(key), "")).not.toContain(
    KEY,
  );
});

test("a class with a policy binds the seat's cluster", async () => {
  expect((await seatOf({ clusterPolicyId: "CAPS" })).only("Cluster").inputs["policyId"]).toBe(
    "CAPS",
  );
});

test("in a class without keys the student gets the role on the class's account", async () => {
  const { only, outputs } = await seatOf({ openaiAuth: "entra" }, { objectId: ID });
  expect(only("RoleAssignment").inputs).toMatchObject({
    scope: CLASS_OUTPUTS.openaiAccountResourceId,
    principalId: ID,
    principalType: "User",
    roleDefinitionId: expect.stringContaining(`/subscriptions/${SUBSCRIPTION}/`),
  });
  expect(outputs).not.toHaveProperty("openaiKey");
  await expect(seatOf({ openaiAuth: "entra" })).rejects.toThrow(
    "The class spring has no keys, so its students get a role.",
  );
});
