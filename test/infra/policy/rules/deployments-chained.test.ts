import { expect, test } from "vitest";
import { deploymentsChained } from "../../../../infra/policy/rules/deployments-chained";
import { ACCOUNT, DEPLOYMENT } from "../../../../infra/policy/types";
import { UNKNOWN } from "../../../../infra/policy/value";
import { judgeStack, resource } from "../../../support/policy/rule";

const account = resource(ACCOUNT, "account");
const deployment = (name: string, after: string[], accountName: string | typeof UNKNOWN = "oai") =>
  resource(DEPLOYMENT, name, { accountName }, after);

test("two at once on one account", () => {
  const stack = [account, deployment("a", ["account"]), deployment("b", ["account"])];
  expect(judgeStack(deploymentsChained, stack)).toEqual(["b: it is made at the same time as a"]);
});

test("a chain with a fork", () => {
  const chain = [
    deployment("a", ["account"]),
    deployment("b", ["account", "a"]),
    deployment("c", ["account", "a"]),
  ];
  expect(judgeStack(deploymentsChained, [account, ...chain])).toEqual([
    "c: it is made at the same time as b",
  ]);
});

test("on an account of another stack, which only its name tells", () => {
  expect(judgeStack(deploymentsChained, [deployment("a", []), deployment("b", [], "OAI")])).toEqual(
    ["b: it is made at the same time as a"],
  );
});

test("a chain, one that goes through something else, and two accounts", () => {
  const chain = [
    deployment("a", ["account"]),
    deployment("b", ["account", "a"]),
    deployment("c", ["account", "b"]),
  ];
  expect(judgeStack(deploymentsChained, [account, ...chain])).toEqual([]);
  const wait = resource("any", "wait", {}, ["a"]);
  expect(
    judgeStack(deploymentsChained, [deployment("a", []), wait, deployment("b", ["wait"])]),
  ).toEqual([]);
  expect(
    judgeStack(deploymentsChained, [deployment("a", []), deployment("b", [], "other")]),
  ).toEqual([]);
  expect(
    judgeStack(deploymentsChained, [deployment("a", [], UNKNOWN), deployment("b", [], UNKNOWN)]),
  ).toEqual([]);
});
