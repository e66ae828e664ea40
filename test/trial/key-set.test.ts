import fc from "fast-check";
import { expect, test } from "vitest";
import { keySet } from "../../scripts/trial/key-set";

test("keys are dotted paths; those of tags and of odd forms are data", () => {
  const value = {
    value: [{ id: "x", tags: { ada: "lovelace" } }, { name: { "ada@school": 1 } }],
    nextLink: null,
  };
  expect(keySet(value)).toEqual(
    [
      "nextLink",
      "value",
      "value[].id",
      "value[].name",
      "value[].name.{}",
      "value[].tags",
      "value[].tags.{}",
    ].sort(),
  );
});

test("no value is ever a key", () => {
  const secret = "Zk9secretZk9";
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = keySet({ a: secret, b: [secret, { c: secret }], value }).join("\n");
      expect(text).not.toContain(secret);
    }),
    { seed: 1, numRuns: 200 },
  );
});
