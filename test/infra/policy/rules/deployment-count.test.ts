import { expect, test } from "vitest";
import { deploymentCount } from "../../../../infra/policy/rules/deployment-count";
import { ACCOUNT, DEPLOYMENT } from "../../../../infra/policy/types";
import { checkStack, resource } from "../../../support/policy/rule";

const account = (name: string, deployments: number) => [
  resource(ACCOUNT, name),
  ...Array.from({ length: deployments }, (_, i) =>
    resource(DEPLOYMENT, `${name}-${i + 1}`, {}, [name]),
  ),
];

test("the 33rd deployment of an account is one too many", () => {
  expect(checkStack(deploymentCount, account("a", 34))).toEqual([
    "a-33: it is the account's deployment number 33, the limit is 32",
    "a-34: it is the account's deployment number 34, the limit is 32",
  ]);
});

test("32 are fine, on each of two accounts; a class may want fewer", () => {
  expect(checkStack(deploymentCount, [...account("a", 32), ...account("b", 32)])).toEqual([]);
  expect(checkStack(deploymentCount, account("a", 2), { max: 1 })).toHaveLength(1);
});
