import { expect, test } from "vitest";
import { canonicalJson, sha256Of } from "../../../scripts/probe/design/canonical";

test("the order of keys does not matter, that of items does", () => {
  expect(canonicalJson({ b: [2, 1], a: { d: 1, c: null } })).toBe(
    '{"a":{"c":null,"d":1},"b":[2,1]}',
  );
  expect(sha256Of({ a: 1, b: 2 })).toBe(sha256Of({ b: 2, a: 1 }));
  expect(sha256Of([1, 2])).not.toBe(sha256Of([2, 1]));
});
