import { expect, test } from "vitest";
import { secretGrants } from "../../../../infra/policy/rules/secret-grants";
import { SECRET_ACL, SECRET_SCOPE } from "../../../../infra/policy/types";
import { checkResource } from "../../../support/policy/rule";
import { UNKNOWN } from "../../../../infra/policy/value";

test.each([
  [{ principal: "s@b", permission: "WRITE" }, ["s@b may WRITE the scope"]],
  [{ principal: "s@b", permission: "MANAGE" }, ["s@b may MANAGE the scope"]],
  [{ principal: "users", permission: "READ" }, ["everybody in the workspace may read the key"]],
])("%j", (props, messages) => {
  expect(checkResource(secretGrants, props, { type: SECRET_ACL })).toEqual(messages);
});

test("a scope that everybody manages", () => {
  expect(
    checkResource(
      secretGrants,
      { name: "s", initialManagePrincipal: "users" },
      { type: SECRET_SCOPE },
    ),
  ).toEqual(["everybody in the workspace may manage the scope"]);
});

test("one reader", () => {
  expect(
    checkResource(secretGrants, { principal: UNKNOWN, permission: "READ" }, { type: SECRET_ACL }),
  ).toEqual([]);
  expect(checkResource(secretGrants, { name: "s" }, { type: SECRET_SCOPE })).toEqual([]);
});
