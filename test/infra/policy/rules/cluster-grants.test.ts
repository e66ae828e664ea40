import { expect, test } from "vitest";
import { clusterGrants } from "../../../../infra/policy/rules/cluster-grants";
import { checkResource } from "../../../support/policy/rule";

test.each([
  [{ userName: "s@b", permissionLevel: "CAN_MANAGE" }, ["s@b may change the cluster"]],
  [
    { groupName: "users", permissionLevel: "CAN_ATTACH_TO" },
    ["the whole group users may use the cluster"],
  ],
  [
    { groupName: "class", permissionLevel: "CAN_MANAGE" },
    ["class may change the cluster", "the whole group class may use the cluster"],
  ],
])("%j", (grant, messages) => {
  expect(checkResource(clusterGrants, { clusterId: "c", accessControls: [grant] })).toEqual(
    messages,
  );
});

test("the student's own, a robot, and what is no cluster", () => {
  const own = { userName: "s@b", permissionLevel: "CAN_RESTART" };
  const robot = { servicePrincipalName: "id", permissionLevel: "CAN_MANAGE" };
  expect(checkResource(clusterGrants, { clusterId: "c", accessControls: [own, robot] })).toEqual(
    [],
  );
  const group = { groupName: "users", permissionLevel: "CAN_USE" };
  expect(checkResource(clusterGrants, { clusterPolicyId: "p", accessControls: [group] })).toEqual(
    [],
  );
});
