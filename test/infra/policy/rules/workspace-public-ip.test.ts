import { expect, test } from "vitest";
import { workspacePublicIp } from "../../../../infra/policy/rules/workspace-public-ip";
import { judge } from "../../../support/policy/rule";

const open = { parameters: { enableNoPublicIp: { value: false } } };

test("machines with public addresses, unless the class allows them", () => {
  expect(judge(workspacePublicIp, open)).toEqual(["its clusters get public addresses"]);
  expect(judge(workspacePublicIp, open, { settings: { allowed: true } })).toEqual([]);
});

test("true, and Azure's default", () => {
  expect(judge(workspacePublicIp, { parameters: { enableNoPublicIp: { value: true } } })).toEqual(
    [],
  );
  expect(judge(workspacePublicIp, {})).toEqual([]);
});
