import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { SharedTexts } from "../../../scripts/cloud/core/shared-texts";

const MIB = 1024 * 1024;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** A value with a text of one mebibyte, as it comes out of a request's body. */
const valueOf = (letter: string): { name: string; content: string } =>
  JSON.parse(JSON.stringify({ name: letter, content: letter.repeat(MIB) })) as never;

/** Mebibytes that the values hold which `make` returns. */
function heldBy(make: () => unknown[]): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  const values = make();
  collect();
  const held = (process.memoryUsage().heapUsed - before) / MIB;
  return values.length > 0 ? held : NaN;
}

test("values are equal, and their equal long texts are kept once", () => {
  const texts = new SharedTexts();
  const letters = ["a", "b"].flatMap((letter) => Array<string>(20).fill(letter));
  const held = heldBy(() => letters.map((letter) => texts.share(valueOf(letter))));
  expect(held).toBeLessThan(8);
  expect(heldBy(() => letters.map(valueOf))).toBeGreaterThan(30);
  expect(texts.share(valueOf("b"))).toEqual(valueOf("b"));
});

test("of a text that no value has any more, nothing is kept for long", () => {
  const texts = new SharedTexts();
  const held = heldBy(() => {
    for (let i = 0; i < 200; i++) texts.share({ content: `${i} `.padEnd(MIB, "-") });
    return [texts];
  });
  expect(held).toBeLessThan(80);
});

test("what has no long text stays what it is", () => {
  const texts = new SharedTexts();
  for (const value of [undefined, null, 1, "a".repeat(MIB), ["a"], { a: "b", c: { d: 1 } }])
    expect(texts.share(value)).toBe(value);
});
