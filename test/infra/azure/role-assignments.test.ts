import { expect, test } from "vitest";
import { assignmentIn, assignmentsPath } from "../../../infra/azure/role-assignments";

const SCOPE = "/subscriptions/s/resourceGroups/g/providers/Microsoft.X/accounts/a";
const ROLE = "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/0000-AA";
const wanted = { scope: SCOPE, principalId: "p", roleDefinitionId: ROLE };
const listed = (change: object = {}) => ({
  value: [
    { id: "other", properties: { ...wanted, roleDefinitionId: "/roleDefinitions/1111" } },
    { id: "found", properties: { ...wanted, ...change } },
  ],
});

test("an assignment is found by what it assigns, however its ids are spelt", () => {
  expect(assignmentIn(listed(), wanted)).toBe("found");
  const tenantRole = "/providers/Microsoft.Authorization/roleDefinitions/0000-aa";
  expect(assignmentIn(listed({ roleDefinitionId: tenantRole }), wanted)).toBe("found");
  expect(assignmentIn(listed({ scope: SCOPE.toUpperCase() }), wanted)).toBe("found");
  expect(assignmentIn(listed({ scope: "/subscriptions/s" }), wanted)).toBeUndefined();
  expect(assignmentIn({}, wanted)).toBeUndefined();
});

test("the list is asked for one principal at the scope", () => {
  expect(decodeURIComponent(assignmentsPath(wanted))).toBe(
    `${SCOPE}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01&$filter=principalId eq 'p'`,
  );
});
