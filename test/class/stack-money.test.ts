import { expect, test } from "vitest";
import { stackMoney } from "../../scripts/class/stack-money";
import { configOf } from "../support/class/plan";
import { EAST } from "../support/class/prices";

const CLUSTER = 0.226 + 0.55;
const WORKSPACE = 0.045 + 0.005;
const WORKSPACE_ID =
  "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/school/providers/Microsoft.Databricks/workspaces/dbw";

const costOf = (settings: Record<string, unknown>) => {
  const money = stackMoney(configOf(settings), "eastus2", EAST);
  return [money.workingHour, money.idleHour, money.tokensHourAtMost].map((one) => one?.amount);
};
/** Of 20,000 tokens a minute, all of it output. */
const TOKENS = (20_000 * 60 * 1.2) / 1e6;

test.each<[string, Record<string, unknown>, number, number, number]>([
  ["a lab", {}, CLUSTER + WORKSPACE, WORKSPACE, TOKENS],
  ["a class: no cluster", { layout: "class" }, WORKSPACE, WORKSPACE, TOKENS],
  [
    "a class in which each seat has a deployment",
    { layout: "class", seats: ["spring-ada", "spring-bo"] },
    WORKSPACE,
    WORKSPACE,
    2 * TOKENS,
  ],
  [
    "a seat: a cluster in its class's workspace",
    { layout: "seat", classStack: "spring", student: { userName: "ada@rai-lab.example" } },
    CLUSTER,
    0,
    0,
  ],
  [
    "a lab in a workspace that existed",
    { existing: { workspaceId: WORKSPACE_ID } },
    CLUSTER,
    0,
    TOKENS,
  ],
])("%s", (_, settings, working, idle, tokens) => {
  const cost = costOf(settings);
  expect(cost[0]).toBeCloseTo(working, 5);
  expect(cost[1]).toBeCloseTo(idle, 5);
  expect(cost[2]).toBeCloseTo(tokens, 5);
});

test("forgotten, the cluster stops by itself, and the workspace does not", () => {
  const money = stackMoney(configOf(), "eastus2", EAST);
  expect(money.forgottenOvernight?.amount).toBeCloseTo(12 * WORKSPACE + CLUSTER / 3, 5);
  expect(money.forgottenWeekend?.amount).toBeCloseTo(62 * WORKSPACE + CLUSTER / 3, 5);
});
