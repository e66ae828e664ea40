import { expect, test } from "vitest";
import { refuseLater } from "../../infra/config-later";

test.each([
  ["seat", { seat: "s01" }],
  ["seats", { seats: "[]" }],
  ["classStack", { classStack: "class" }],
  ["layout", { layout: "seat" }],
  ["databricks.computeMode", { databricks: { computeMode: "Serverless" } }],
])("%s is refused and taken out", (key, values) => {
  const { rest, refused } = refuseLater(values);
  expect(refused.map((r) => r.key)).toEqual([key]);
  expect(JSON.stringify(rest)).toMatch(/^(\{\}|\{"\w+":\{\}\})$/);
});

test("what has a meaning stays, and the given values are left alone", () => {
  const values = { layout: "lab", openai: { auth: "key" }, databricks: { computeMode: "Hybrid" }, seat: "s01" };
  expect(refuseLater(values).rest).toEqual({
    layout: "lab",
    openai: { auth: "key" },
    databricks: { computeMode: "Hybrid" },
  });
  expect(values).toHaveProperty("seat");
});

test("a mistyped value is left to the schema", () => {
  expect(refuseLater({ layout: "clas", openai: { auth: 1 } }).refused).toEqual([]);
});
