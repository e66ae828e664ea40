import { describe, expect, it } from "vitest";
import { evaluateValue } from "../../../../../scripts/cloud/azure/templates/expressions/evaluate";
import { functionsWith } from "../../../../../scripts/cloud/azure/templates/expressions/functions";
import { ExpressionError } from "../../../../../scripts/cloud/azure/templates/expressions/parse";

const valueOf = (text: unknown): Promise<unknown> =>
  evaluateValue(
    text,
    functionsWith({
      parameters: (name) => ({ one: { Two: [1, { three: "x" }] } })[String(name)],
      fails: () => {
        throw new ExpressionError("it was called");
      },
    }),
  );

describe("the template language", () => {
  it.each<[string, unknown]>([
    // Microsoft's own test of azapi's function has this value.
    [
      "[uniqueString('/subscriptions/00000000-0000-0000-0000-000000000000', 'resource-id')]",
      "cwvxuqg24sifi",
    ],
    // As Python's uuid5 with the namespace of Azure.
    ["[guid('a', 'b', 'c')]", "a98fa280-e03f-5afa-8d8e-92d0a9c201e8"],
    ["plain", "plain"],
    ["[[plain]", "[plain]"],
    ["['it''s']", "it's"],
    ["[concat('a', 1, true())]", "a1True"],
    ["[concat(createArray(1), createArray(2, 3))]", [1, 2, 3]],
    ["[format('{0}-{1} {{x}}', 'a', 2)]", "a-2 {x}"],
    ["[parameters('one').two[1].THREE]", "x"],
    ["[parameters('one')['Two'][0]]", 1],
    ["[toLower(substring('ABCDEF', 1, 3))]", "bcd"],
    ["[substring('abc', 1)]", "bc"],
    ["[split('a,b;c', createArray(',', ';'))]", ["a", "b", "c"]],
    ["[join(createArray('a', 2), '+')]", "a+2"],
    ["[padLeft(7, 3, '0')]", "007"],
    ["[indexOf('abcABC', 'B')]", 1],
    ["[if(equals(1, 1), 'yes', fails())]", "yes"],
    ["[if(not(empty('')), fails(), 'no')]", "no"],
    ["[and(true(), or(false(), true()))]", true],
    ["[coalesce(null(), 'b')]", "b"],
    ["[add(mul(3, 4), mod(7, 4))]", 15],
    ["[div(7, -2)]", -3],
    ["[max(1, 9, 4)]", 9],
    ["[min(createArray(4, 2))]", 2],
    ["[range(2, 3)]", [2, 3, 4]],
    ["[first('abc')]", "a"],
    ["[last(createArray())]", null],
    ["[take(skip('abcdef', 1), 2)]", "bc"],
    ["[length(createObject('a', 1, 'b', 2))]", 2],
    ["[contains(createObject('Key', 1), 'key')]", true],
    ["[contains('abc', 'd')]", false],
    ['[union(json(\'{"a":{"x":1}}\'), json(\'{"a":{"y":2}}\'))]', { a: { x: 1, y: 2 } }],
    ["[union(createArray(1, 2), createArray(2, 3))]", [1, 2, 3]],
    ["[intersection(createArray(1, 2), createArray(2, 3))]", [2]],
    ["[less('a', 'b')]", true],
    ["[greaterOrEquals(2, 2)]", true],
    ["[int('42')]", 42],
    ["[bool('TRUE')]", true],
    ["[string(createObject('a', 1))]", '{"a":1}'],
    ["[base64ToString(base64('grüße'))]", "grüße"],
    ["[uri('https://a.example/b/', 'c')]", "https://a.example/b/c"],
    ["[uriComponent('a b')]", "a%20b"],
  ])("%s is %j", async (text, value) => {
    expect(await valueOf(text)).toEqual(value);
  });

  it("evaluates inside of objects and lists, and names of members", async () => {
    expect(await valueOf({ "[concat('a', 'b')]": ["[add(1, 1)]", { c: "[null()]" }] })).toEqual({
      ab: [2, { c: null }],
    });
  });

  it.each<[string, RegExp]>([
    ["[concat('a']", /expected token 'Comma' and actual 'EndOfData'/],
    ["[concat('a') 'b']", /expected token 'EndOfData' and actual 'StringLiteral'/],
    ["[§]", /Unable to parse language expression '§'/],
    ["[nope()]", /The template function 'nope' is not valid/],
    [
      "[parameters('one').missing]",
      /property 'missing' doesn't exist, available properties are 'Two'/,
    ],
    ["[parameters('one').two[2]]", /array index '2' is out of bounds/],
    ["[toLower(1)]", /expects a parameter of type 'String'.* of type 'Int'/],
    ["[if('x', 1, 2)]", /first parameter to be of type 'Boolean'/],
    ["[div(1, 0)]", /cannot divide by zero/],
    ["[substring('abc', 2, 5)]", /must refer to a location within the string/],
    ["[bool('maybe')]", /cannot be converted/],
    ["[createObject('a')]", /even number/],
  ])("%s is refused", async (text, message) => {
    const refused = valueOf(text);
    await expect(refused).rejects.toBeInstanceOf(ExpressionError);
    await expect(refused).rejects.toThrow(message);
  });

  it.each([
    "[contoso.own('x')]",
    "[map(createArray(1), 2)]",
    "[listSecrets('x')]",
    "[format('{0:N2}', 1)]",
  ])("%s is what Azure has and this cloud has not", async (text) => {
    await expect(valueOf(text)).rejects.toMatchObject({ status: 501 });
  });
});
