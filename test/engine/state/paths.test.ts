import { expect, test } from "vitest";
import { differingPaths, overlaps, parsePath, restore } from "../../../scripts/engine/state/paths";
import { secret } from "../../../scripts/engine/state/wire";

test.each([
  ["a", ["a"]],
  ["a.b[0].c", ["a", "b", "0", "c"]],
  ['a["c.d"].e', ["a", "c.d", "e"]],
  ['["quo\\"te"]', ['quo"te']],
  ["a[*].b", ["a", "*", "b"]],
])("path %s", (path, keys) => expect(parsePath(path)).toEqual(keys));

test("paths overlap where one is inside the other; * is any key", () => {
  expect(overlaps("a.b", "a")).toBe(true);
  expect(overlaps("a", "a.b")).toBe(true);
  expect(overlaps("a.b", "a.c")).toBe(false);
  expect(overlaps("a.b", "b")).toBe(false);
  expect(overlaps("a.*", "a.c")).toBe(true);
  expect(overlaps("*", "b.c")).toBe(true);
});

test.each([
  ["top level", ["a"], { a: 2, b: 2 }, { a: 1, b: 1 }, { a: 1, b: 2 }],
  [
    "nested",
    ["t.owner"],
    { t: { owner: "x", n: 2 } },
    { t: { owner: "y", n: 1 } },
    { t: { owner: "y", n: 2 } },
  ],
  ["absent in the old: leaves", ["a"], { a: 2 }, {}, {}],
  [
    "absent in the new: comes back",
    ["t.owner"],
    { t: {} },
    { t: { owner: "y" } },
    { t: { owner: "y" } },
  ],
  ["element of a list", ["l[1]"], { l: [1, 2] }, { l: [3, 4] }, { l: [1, 4] }],
  [
    "all of a list",
    ["l[*].n"],
    { l: [{ n: 1 }, { n: 2 }] },
    { l: [{ n: 3 }, { n: 4 }] },
    { l: [{ n: 3 }, { n: 4 }] },
  ],
  [
    "through a secret",
    ["s.n"],
    { s: secret({ n: 1 }) },
    { s: secret({ n: 2 }) },
    { s: secret({ n: 2 }) },
  ],
  ["through something else than a map", ["a.b"], { a: 1 }, { a: { b: 2 } }, { a: 1 }],
])("restore: %s", (_, paths, news, olds, result) =>
  expect(restore(news, olds, paths)).toEqual(result),
);

test("the paths of two maps that differ, secrets by their value, lists as a whole", () => {
  const olds = { a: 1, t: { owner: "x", n: 2 }, l: [1, 2], s: secret("k"), gone: true, same: [1] };
  const news = { a: 1, t: { owner: "y", n: 2 }, l: [1, 3], s: "k", made: 1, same: [1] };
  expect(differingPaths(olds, news)).toEqual(["t.owner", "l", "gone", "made"]);
});
