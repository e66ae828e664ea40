import { expect, test } from "vitest";
import { Budget } from "../../../infra/components/budget";
import { graphOf } from "../../support/graph";
import { SUBSCRIPTION } from "../../support/graph/azure";

test("is monthly from a fixed day, for the given groups, and tells everybody three times", async () => {
  const emails = ["teacher@school.example", "office@school.example"];
  const graph = await graphOf(() => {
    const budget = new Budget("budget", {
      subscriptionId: SUBSCRIPTION,
      budgetName: "lab",
      groups: ["rg-lab", "rg-lab-databricks"],
      amount: 50,
      emails,
      start: "2027-01-01",
    });
    return { name: budget.budgetName };
  });
  const alert = { enabled: true, operator: "GreaterThanOrEqualTo", contactEmails: emails };
  expect(graph.only("consumption:Budget").inputs).toEqual({
    scope: `/subscriptions/${SUBSCRIPTION}`,
    budgetName: "lab",
    category: "Cost",
    amount: 50,
    timeGrain: "Monthly",
    timePeriod: { startDate: "2027-01-01T00:00:00Z" },
    filter: {
      dimensions: {
        name: "ResourceGroupName",
        operator: "In",
        values: ["rg-lab", "rg-lab-databricks"],
      },
    },
    notifications: {
      actual80: { ...alert, thresholdType: "Actual", threshold: 80 },
      actual100: { ...alert, thresholdType: "Actual", threshold: 100 },
      forecast100: { ...alert, thresholdType: "Forecasted", threshold: 100 },
    },
  });
  expect(graph.only("consumption:Budget")).toMatchObject({
    replaceOnChanges: ["timePeriod.startDate"],
    deleteBeforeReplace: true,
  });
  expect(graph.outputs).toEqual({ name: "lab" });
});
