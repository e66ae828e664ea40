import fc from "fast-check";
import { expect, it } from "vitest";
import { countTokens, tokensOf } from "../../../scripts/cloud/openai/tokens";

it("counts words and marks", () => {
  expect(tokensOf("She's kind,  really. ")).toEqual([
    "She",
    "'",
    "s",
    " kind",
    ",",
    "  really",
    ". ",
  ]);
  expect(countTokens(" \n")).toBe(0);
});

it("joins to the whole text", () => {
  const text = fc.string({ unit: "grapheme" }).filter((one) => one.trim() !== "");
  fc.assert(
    fc.property(text, (one) => {
      expect(tokensOf(one).join("")).toBe(one);
    }),
    { seed: 16, numRuns: 300 },
  );
});
