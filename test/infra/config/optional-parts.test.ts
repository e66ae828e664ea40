import { expect, test } from "vitest";
import { budgetField, policyField } from "../../../infra/config/optional-parts";

test("no budget and no policy unless they are asked for", () => {
  expect([budgetField().parse(undefined), policyField().parse(undefined)]).toEqual([
    undefined,
    undefined,
  ]);
});

test("a budget has no defaults: what it may cost and who is told is its owner's decision", () => {
  const missing = budgetField()
    .safeParse({})
    .error?.issues.map((issue) => issue.path.join("."));
  expect(missing).toEqual(["amount", "emails", "start"]);
});

test("a policy's caps have defaults, and may be fractions where units are", () => {
  expect(policyField().parse({ maxDbusPerHour: "0.75" })).toEqual({
    maxDbusPerHour: 0.75,
    maxAutoterminationMinutes: 120,
  });
});
