import { expect, test } from "vitest";
import { deploymentsChained } from "../../../../infra/policy/rules/deployments-chained";
import { ACCOUNT, DEPLOYMENT } from "../../../../infra/policy/types";
import { UNKNOWN } from "../../../../infra/policy/value";
import { checkStack, resource } from "../../../support/policy/rule";

const account = resource(ACCOUNT, "account");
const deployment = (name: string, after: string[], accountName: string | typeof UNKNOWN = "oai") =>
  resource(DEPLOYMENT, name, { accountName }, after);

test("two at once on one account", () => {
  const stack = [account, deployment("a", ["account"]), deployment("b", ["account"])];
  expect(checkStack(deploymentsChained, stack)).toEqual(["b: it is made at the same time as a"]);
});

test("a chain with a fork", () => {
  const chain = [
    deployment("a", ["account"]),
    deployment("b", ["account", "a"]),
    deployment("c", ["account", "a"]),
  ];
  expect(checkStack(deploymentsChained, [account, ...chain])).toEqual([
    "c: it is made at the same time as b",
  ]);
});

test("on an account of another stack, which only its name tells", () => {
  expect(checkStack(deploymentsChained, [deployment("a", []), deployment("b", [], "OAI")])).toEqual(
    ["b: it is made at the same time as a"],
  );
});

test("a chain, one that goes through something else, and two accounts", () => {
  const chain = [
    deployment("a", ["account"]),
    deployment("b", ["account", "a"]),
    deployment("c", ["account", "b"]),
  ];
  expect(checkStack(deploymentsChained, [account, ...chain])).toEqual([]);
  const wait = resource("any", "wait", {}, ["a"]);
  expect(
    checkStack(deploymentsChained, [deployment("a", []), wait, deployment("b", ["wait"])]),
  ).toEqual([]);
  expect(
    checkStack(deploymentsChained, [deployment("a", []), deployment("b", [], "other")]),
  ).toEqual([]);
  expect(
    checkStack(deploymentsChained, [deployment("a", [], UNKNOWN), deployment("b", [], UNKNOWN)]),
  ).toEqual([]);
});
