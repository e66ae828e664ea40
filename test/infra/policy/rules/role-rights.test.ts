import { expect, test } from "vitest";
import { roleRights } from "../../../../infra/policy/rules/role-rights";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

const definition = (id: string) => ({
  roleDefinitionId: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${id}`,
});

test.each([
  ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "the role is Owner"],
  ["B24988AC-6180-42A0-AB88-20F7382DD24C", "the role is Contributor"],
  ["18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "the role is User Access Administrator"],
])("%s", (id, message) => {
  expect(checkResource(roleRights, definition(id))).toEqual([message]);
});

test("Cognitive Services OpenAI User, and a role known later", () => {
  expect(checkResource(roleRights, definition("5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"))).toEqual([]);
  expect(checkResource(roleRights, { roleDefinitionId: UNKNOWN })).toEqual([]);
});
