import { describe, expect, it } from "vitest";
import { type Attempt, isMet } from "../../../../scripts/cloud/azure/authorization/conditions";

const WRITE = "Microsoft.Authorization/roleAssignments/write";
const DELETE = "Microsoft.Authorization/roleAssignments/delete";
const ROLE = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
const OTHER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const NAME = "Microsoft.Authorization/roleAssignments:RoleDefinitionId";

const attempt = (action: string, values: { asked?: string; found?: string } = {}): Attempt => {
  const of = (value: string | undefined): Map<string, string> =>
    new Map(value === undefined ? [] : [[NAME.toLowerCase(), value]]);
  return { action, attributes: { Request: of(values.asked), Resource: of(values.found) } };
};

describe("a condition that limits writing to one role", () => {
  const ONLY = `(
    (!(ActionMatches{'${WRITE}'}))
    OR
    (@Request[${NAME}] ForAnyOfAnyValues:GuidEquals {${ROLE}})
  ) AND (
    (!(ActionMatches{'${DELETE}'}))
    OR
    (@Resource[${NAME}] ForAnyOfAnyValues:GuidEquals {${ROLE}})
  )`;

  it.each([
    ["that role", WRITE, { asked: ROLE }, true],
    ["that role in capitals", WRITE, { asked: ROLE.toUpperCase() }, true],
    ["another role", WRITE, { asked: OTHER }, false],
    ["a request that names none", WRITE, {}, false],
    ["that role's deletion", DELETE, { found: ROLE }, true],
    [
      "another role's deletion, whatever the request says",
      DELETE,
      { asked: ROLE, found: OTHER },
      false,
    ],
    ["reading", "Microsoft.Authorization/roleAssignments/read", {}, true],
  ])("%s", (_, action, values, allowed) => {
    expect(isMet(ONLY, attempt(action, values))).toBe(allowed);
  });
});

it("AND binds stronger than OR, and several values mean any of them", () => {
  const is = (value: string): string => `@Request[${NAME}] ForAnyOfAnyValues:GuidEquals {${value}}`;
  const text = `${is(ROLE)} OR ${is(OTHER)} AND ${is("x")}`;
  expect(isMet(text, attempt(WRITE, { asked: ROLE }))).toBe(true);
  expect(isMet(text, attempt(WRITE, { asked: OTHER }))).toBe(false);
  expect(isMet(is(`${ROLE}, ${OTHER}`), attempt(WRITE, { asked: OTHER }))).toBe(true);
});

it.each([
  ["an operator", `@Request[${NAME}] ForAnyOfAnyValues:GuidNotEquals {${ROLE}}`],
  ["an attribute of a principal", "@Principal[x] ForAnyOfAnyValues:GuidEquals {y}"],
  ["suboperations", "SubOperationMatches{'Blob.List'}"],
  ["a wildcard", "ActionMatches{'Microsoft.Authorization/*'}"],
  ["an open parenthesis", `(ActionMatches{'${WRITE}'}`],
  ["nothing", ""],
  ["what follows its end", `ActionMatches{'${WRITE}'} ActionMatches{'${WRITE}'}`],
  ["a character that no condition has", `ActionMatches{'${WRITE}'} ; ActionMatches{'${WRITE}'}`],
])("what cannot be enforced is refused by name: %s", (_, text) => {
  expect(() => isMet(text, attempt(WRITE))).toThrow(/does not simulate the condition/);
});
