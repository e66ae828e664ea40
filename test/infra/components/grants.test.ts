import { expect, test } from "vitest";
import { Grants } from "../../../infra/components/grants";
import { guidOf } from "../../../infra/names/guid";
import { graphOf } from "../../support/graph";
import { SUBSCRIPTION } from "../../support/graph/azure";

const ROLE = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
const grants = (accountId = "/Accounts/A") =>
  graphOf(() => {
    const principals = {
      deployer: { objectId: "D", type: "ServicePrincipal" },
      student: { objectId: "S", type: "User" },
    };
    return {
      holders: new Grants("grants", { subscriptionId: SUBSCRIPTION, accountId, principals })
        .holders,
    };
  });

test("gives each the right to ask the model, at the account alone, said what they are", async () => {
  const graph = await grants();
  const roleDefinitionId = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${ROLE}`;
  const shared = { scope: "/Accounts/A", roleDefinitionId };
  expect(Object.fromEntries(graph.of("RoleAssignment").map((r) => [r.name, r.inputs]))).toEqual({
    "grants-deployer": {
      ...shared,
      principalId: "D",
      principalType: "ServicePrincipal",
      roleAssignmentName: guidOf("/accounts/a", "d", ROLE),
    },
    "grants-student": {
      ...shared,
      principalId: "S",
      principalType: "User",
      roleAssignmentName: guidOf("/accounts/a", "s", ROLE),
    },
  });
  expect(graph.outputs).toEqual({ holders: ["D", "S"] });
});

test("has other names at another account, and the same when Azure spells the id otherwise", async () => {
  const names = async (id: string) =>
    (await grants(id)).of("RoleAssignment").map((r) => r.inputs["roleAssignmentName"]);
  expect(await names("/accounts/A")).toEqual(await names("/Accounts/a"));
  expect(await names("/accounts/b")).not.toEqual(await names("/accounts/a"));
});
