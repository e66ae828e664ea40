import { expect, test } from "vitest";
import { workspaceForcedDelete } from "../../../../infra/policy/rules/workspace-forced-delete";
import { FORCED_DELETE, WORKSPACE } from "../../../../infra/policy/types";
import { checkStack, resource } from "../../../support/policy/rule";

test("none, and one for another workspace", () => {
  expect(checkStack(workspaceForcedDelete, [resource(WORKSPACE, "w")])).toEqual([
    "w: no ForcedDelete goes before its delete",
  ]);
  const stack = [
    resource(WORKSPACE, "w"),
    resource(WORKSPACE, "v"),
    resource(FORCED_DELETE, "f", {}, ["v"]),
  ];
  expect(checkStack(workspaceForcedDelete, stack)).toEqual([
    "w: no ForcedDelete goes before its delete",
  ]);
});

test("one of its own", () => {
  expect(
    checkStack(workspaceForcedDelete, [
      resource(WORKSPACE, "w"),
      resource(FORCED_DELETE, "f", {}, ["w"]),
    ]),
  ).toEqual([]);
});
