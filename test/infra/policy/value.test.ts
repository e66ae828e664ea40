import { expect, test } from "vitest";
import { valueAt, objectsAt, display, textsIn, UNKNOWN } from "../../../infra/policy/value";

const props = {
  sku: { name: "S0" },
  later: UNKNOWN,
  list: [{ a: "x" }, "y", UNKNOWN, { a: "z" }],
  none: null,
};

test("a dotted path", () => {
  expect(valueAt(props, "sku.name")).toBe("S0");
  expect(valueAt(props, "sku.tier")).toBeUndefined();
  expect(valueAt(props, "sku.name.first")).toBeUndefined();
  expect(valueAt(props, "later")).toBe(UNKNOWN);
  expect(valueAt(props, "later.below")).toBe(UNKNOWN);
  expect(valueAt(props, "none.below")).toBeUndefined();
});

test("the maps of a list", () => {
  expect(objectsAt(props, "list")).toEqual([{ a: "x" }, { a: "z" }]);
  expect(objectsAt(props, "later")).toEqual([]);
  expect(objectsAt(props, "nowhere")).toEqual([]);
});

test("every text with its path", () => {
  expect([...textsIn(props)]).toEqual([
    { path: "sku.name", text: "S0" },
    { path: "list[0].a", text: "x" },
    { path: "list[1]", text: "y" },
    { path: "list[3].a", text: "z" },
  ]);
});

test("in a message", () => {
  expect([undefined, UNKNOWN, "text", 5, { a: 1 }].map(display)).toEqual([
    "not set",
    "not known yet",
    "text",
    "5",
    '{"a":1}',
  ]);
});
