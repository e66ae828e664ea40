import { expect, test } from "vitest";
import { measure } from "../../../bench/source/measure";

const counts = (...lines: string[]) => measure("sample.ts", `${lines.join("\n")}\n`);

test("lines of code are those that hold a token", () => {
  const text = ["/** A comment. */", "const a = {", "", "  // why", "  b: `x", "y`,", "};"];
  expect(counts(...text)).toMatchObject({ lines: 7, code: 4 });
});

test("a wide line is wide whatever it holds", () => {
  expect(counts("x".repeat(100), `// ${"y".repeat(98)}`)).toMatchObject({ wide: 1 });
});

test("conditional expressions are counted, conditional types are not", () => {
  const nested = counts("type T<A> = A extends 1 ? 2 : 3;", "const a = b ? c : d ? e : f;");
  expect(nested).toMatchObject({ conditionals: 2, nestedConditionals: 1 });
  const apart = counts("const a = b ? () => (c ? 1 : 2) : 3;");
  expect(apart).toMatchObject({ conditionals: 2, nestedConditionals: 0 });
});

test("a spread of what is there only sometimes", () => {
  const spreads = counts("const a = {", "...(b && { b }),", "...(c ? { c } : {}),", "...d };");
  expect(spreads.conditionalSpreads).toBe(2);
});

test("exports, and those with a doc comment", () => {
  const text = ["/** Documented. */", "export const a = 1;", "export type B = 1;", "const c = 1;"];
  expect(counts(...text, "export { c };")).toMatchObject({ exports: 2, documentedExports: 1 });
});
