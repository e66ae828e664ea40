import fc from "fast-check";
import { expect, test } from "vitest";
import { sentencesOf } from "../../../scripts/probe/text/sentences";
import { tokenSpans } from "../../../scripts/probe/text/tokenize";

const split = (text: string): string[] =>
  sentencesOf(text, tokenSpans(text)).map(({ tokens }) =>
    tokens.map(({ token }) => token).join(" "),
  );

test.each<[string, string, string[]]>([
  ["marks", "Calm. Kind! Is it? Yes… so", ["calm", "kind", "is it", "yes", "so"]],
  [
    "marks in quotation marks",
    "“Stay calm.” It helps. *Good.* Fine",
    ["stay calm", "it helps", "good", "fine"],
  ],
  ["lines, as in a list", "**Traits**\n- Calm\n- Kind", ["traits", "calm", "kind"]],
  ["no mark", "calm and kind", ["calm and kind"]],
  [
    "abbreviations and initials",
    "Dr. J. Weber, e.g. on call. Kind",
    ["dr j weber e g on call", "kind"],
  ],
  ["an abbreviation at the end of a line", "Weber, Dr.\nKind", ["weber dr", "kind"]],
  [
    "numbers and addresses",
    "It takes 3.5 hours at example.edu today",
    ["it takes hours at example edu today"],
  ],
  ["nothing", " … 3! ", []],
])("%s", (_, text, expected) => {
  expect(split(text)).toEqual(expected);
});

test("a sentence has its marks, those of the last one too", () => {
  const text = "Great!! Is it?! \u{1F44D}!";
  expect(sentencesOf(text, tokenSpans(text)).map((one) => one.text)).toEqual([
    "Great!! ",
    "Is it?! \u{1F44D}!",
  ]);
});

test("a beginning of the tokens ends with the marks after it", () => {
  const text = "Great work! Not read.";
  expect(sentencesOf(text, tokenSpans(text).slice(0, 2))).toMatchObject([{ text: "Great work! " }]);
});

test("every token is in one sentence, in its order", () => {
  const parts = fc.constantFrom(
    "Dr",
    "a",
    "kind",
    ".",
    "!",
    "?",
    " ",
    "\n",
    "”",
    "’s",
    "3",
    "İ",
    "…",
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 40 }), (made) => {
      const text = made.join("");
      const spans = tokenSpans(text);
      expect(sentencesOf(text, spans).flatMap(({ tokens }) => tokens)).toEqual(spans);
    }),
    { seed: 1, numRuns: 300 },
  );
});
