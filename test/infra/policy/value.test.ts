import { expect, test } from "vitest";
import { at, mapsAt, shown, textsIn, UNKNOWN } from "../../../infra/policy/value";

const props = {
  sku: { name: "S0" },
  later: UNKNOWN,
  list: [{ a: "x" }, "y", UNKNOWN, { a: "z" }],
  none: null,
};

test("a dotted path", () => {
  expect(at(props, "sku.name")).toBe("S0");
  expect(at(props, "sku.tier")).toBeUndefined();
  expect(at(props, "sku.name.first")).toBeUndefined();
  expect(at(props, "later")).toBe(UNKNOWN);
  expect(at(props, "later.below")).toBe(UNKNOWN);
  expect(at(props, "none.below")).toBeUndefined();
});

test("the maps of a list", () => {
  expect(mapsAt(props, "list")).toEqual([{ a: "x" }, { a: "z" }]);
  expect(mapsAt(props, "later")).toEqual([]);
  expect(mapsAt(props, "nowhere")).toEqual([]);
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
  expect([undefined, UNKNOWN, "text", 5, { a: 1 }].map(shown)).toEqual([
    "not set",
    "not known yet",
    "text",
    "5",
    '{"a":1}',
  ]);
});
