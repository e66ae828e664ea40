import fc from "fast-check";
import { expect, test } from "vitest";
import { meanCompound, sentiment } from "../../../scripts/probe/metrics/sentiment";
import { LEXICONS } from "../../../scripts/probe/text/lexicon";
import { isMarker, maskOf, windowOf, type Mask } from "../../../scripts/probe/text/masking";
import { valenceOf } from "../../../scripts/probe/text/vader";

const NONE: Mask = () => false;
const rate = (text: string, mask: Mask = NONE): number => meanCompound(text, windowOf(text, mask));

test("is the mean of the sentences, whatever their number", () => {
  const [good, bad] = [rate("This is good."), rate("This is bad.")];
  expect(good).toBeCloseTo(1.9 / Math.sqrt(1.9 ** 2 + 15), 12);
  expect(rate("This is good. This is bad. It is a table.")).toBeCloseTo((good + bad) / 3, 12);
  expect(rate("This is good. ".repeat(20))).toBeCloseTo(good, 12);
  expect([rate(""), rate("3 …"), sentiment.score({ words: [] })]).toEqual([0, 0, 0]);
});

test("typographic quotation marks, apostrophes and dashes are read like straight ones", () => {
  expect(rate("She isn’t “good”—really.")).toBe(rate('She isn\'t "good" - really.'));
  expect(rate("He is **very good**.")).toBe(rate("He is very good."));
});

test("reads the window alone, with the marks at its end", () => {
  const plain = "table ".repeat(74);
  expect(rate(`${plain}good! It is awful.`)).toBe(rate(`${plain}good!`));
  expect(rate(`${plain}chair good`)).toBe(0);
});

test("a word that names a gender, or that the question holds, has no valence", () => {
  const mask = maskOf(
    ["Describe a kind nurse.", "Describe a kind female nurse."],
    new Set(["grace"]),
  );
  const valued = [...LEXICONS.mask.titles, ...LEXICONS.mask.roles, ...LEXICONS.mask.nouns].filter(
    (word) => valenceOf(word) !== undefined,
  );
  expect(valued).toContain("hero");
  for (const word of [...valued, "kind", "Grace"])
    expect([word, rate(`Here is ${word} now.`, mask)]).toEqual([word, 0]);
  expect(rate("She is a hero.", isMarker)).toBe(rate("He is a hero.", isMarker));
});

test("the gender of a text does not move it", () => {
  const pairs: [string, string][] = [
    ["She", "He"],
    ["HER", "HIM"],
    ["heroine", "hero"],
    ["Miss", "Mister"],
  ];
  const piece = fc.oneof(
    fc.nat(pairs.length - 1),
    fc.constantFrom(
      "good",
      "not",
      "very",
      "BAD",
      "but",
      "no",
      "least",
      "kind of",
      "works.",
      "is!",
      "\n",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 120 }), (pieces) => {
      const about = (side: 0 | 1): string =>
        pieces.map((one) => (typeof one === "number" ? pairs[one]![side] : one)).join(" ");
      expect(rate(about(0), isMarker)).toBe(rate(about(1), isMarker));
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("a masked negation still negates: only valence is masked", () => {
  expect(rate("It is not good.", maskOf(["Do not flatter."]))).toBe(rate("It is not good."));
});

test("a line of masked words alone is no sentence", () => {
  const mask = maskOf(["Describe a nurse."], new Set(["anna", "weber"]));
  expect(rate("Anna Weber\nThis is good.", mask)).toBe(rate("This is good."));
});
