import { expect, test } from "vitest";
import { workspacePublicIp } from "../../../../infra/policy/rules/workspace-public-ip";
import { checkResource } from "../../../support/policy/rule";

const open = { parameters: { enableNoPublicIp: { value: false } } };

test("machines with public addresses, unless the class allows them", () => {
  expect(checkResource(workspacePublicIp, open)).toEqual(["its clusters get public addresses"]);
  expect(checkResource(workspacePublicIp, open, { settings: { allowed: true } })).toEqual([]);
});

test("true, and Azure's default", () => {
  expect(
    checkResource(workspacePublicIp, { parameters: { enableNoPublicIp: { value: true } } }),
  ).toEqual([]);
  expect(checkResource(workspacePublicIp, {})).toEqual([]);
});
