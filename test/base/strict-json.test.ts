import fc from "fast-check";
import { expect, test } from "vitest";
import { parseStrictJson } from "../../scripts/base/strict-json";

test("every JSON document that has each key once is parsed as by JSON.parse", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    }),
    { seed: 1, numRuns: 300 },
  );
});

test.each([
  ['{"a":1,"a":2}', "a"],
  ['{"a":1,"\\u0061" : 2}', "a"],
  ['[{"x":{"b":[{}],"c":"}","b":{}}}]', "b"],
  ['{"\\"":1,"\\"":2}', '\\"'],
  ['{"__proto__":1,"__proto__":2}', "__proto__"],
])("%s has a key twice", (text, key) => {
  expect(() => parseStrictJson(text)).toThrow(`the key "${key}" occurs twice`);
});

test.each(['{"a":{"b":1},"b":{"a":1}}', '[{"a":1},{"a":1}]', '{"a":"a\\":","b":"{\\"a\\":1}"}'])(
  "%s has no key twice",
  (text) => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  },
);
