import { expect, test } from "vitest";
import { billedByStack, type BilledRow, billedRows } from "../../scripts/class/billed";

const COLUMNS = ["Cost", "ResourceGroupName", "TagKey", "TagValue", "Currency"];
const answerOf = (rows: unknown[][], names = COLUMNS) => ({
  columns: names.map((name) => ({ name, type: "String" })),
  rows,
});

test("rows are read by the names of their columns, in any order", () => {
  const row = { amount: 1.5, currency: "EUR", group: "rg-a", clusterId: "0123" };
  expect(billedRows(answerOf([[1.5, "rg-a", "clusterid", "0123", "EUR"]]))).toEqual([row]);
  expect(
    billedRows(
      answerOf(
        [["EUR", "0123", "rg-a", 1.5]],
        ["Currency", "TagValue", "ResourceGroupName", "Cost"],
      ),
    ),
  ).toEqual([row]);
  expect(billedRows(answerOf([[2, "rg-a", null, null, "EUR"]]))![0]!.clusterId).toBe("");
  expect(billedRows(answerOf([]))).toEqual([]);
});

test.each([
  {},
  answerOf([["rg-a", "", "", "EUR"]], COLUMNS.slice(1)),
  answerOf([["1.5", "rg-a", "", "", "EUR"]]),
])("an answer of another form is no bill: %j", (properties) => {
  expect(billedRows(properties)).toBeUndefined();
});

const row = (amount: number, group: string, clusterId = "", currency = "EUR"): BilledRow => ({
  ...{ amount, group, clusterId, currency },
});
const bills = (rows: BilledRow[], places: Parameters<typeof billedByStack>[1]) =>
  Object.fromEntries(
    [...billedByStack(rows, places, "2026-11-29")].map(([stack, { amount }]) => [stack, amount]),
  );

test("seats that share a workspace are billed by their clusters, and the rest is the half's", () => {
  const places = [
    { stack: "spring-class", groups: ["rg-class", "rg-class-databricks"], clusterId: undefined },
    { stack: "spring-ada", groups: [], clusterId: "a" },
    { stack: "spring-grace", groups: [], clusterId: "g" },
  ];
  const rows = [
    row(1, "RG-Class-Databricks", "a"),
    row(2, "rg-class", "a"),
    row(4, "rg-class-databricks", "somebody's"),
    row(8, "rg-class"),
    row(16, "rg-other", ""),
  ];
  expect(bills(rows, places)).toEqual({ "spring-ada": 3, "spring-class": 12 });
});

test("a lab of its own is billed by its groups; two currencies are no sum", () => {
  const places = [
    { stack: "spring-ada", groups: ["rg-a", "rg-a-databricks"], clusterId: "a" },
    { stack: "spring-grace", groups: ["rg-g"], clusterId: "g" },
  ];
  const rows = [row(1, "rg-a"), row(2, "rg-a-databricks", "a"), row(4, "rg-g")];
  expect(bills(rows, places)).toEqual({ "spring-ada": 3, "spring-grace": 4 });
  const mixed = [row(1, "rg-g"), row(1, "rg-g", "", "USD"), row(1, "rg-g")];
  expect(bills(mixed, places)).toEqual({});
});
