import { describe, expect, it } from "vitest";
import { embed, type EmbeddingInput } from "../../../../scripts/cloud/openai/embeddings/vectors";

const DIMENSIONS = 1536;
const cosine = (a: EmbeddingInput, b: EmbeddingInput, dimensions = DIMENSIONS): number => {
  const [x, y] = [embed(a, dimensions), embed(b, dimensions)];
  return x.reduce((sum, value, at) => sum + value * y[at]!, 0);
};
const NURSE = "The nurse cares for patients in the hospital.";

describe("an embedding", () => {
  it("has length 1, and is the same again", () => {
    expect(cosine(NURSE, NURSE)).toBeCloseTo(1, 5);
    expect(embed(NURSE, 256)).toEqual(embed(NURSE, 256));
    expect(embed(NURSE, 100)).toHaveLength(100);
  });

  it.each([DIMENSIONS, 256])("is nearer to like texts, with %i dimensions", (dimensions) => {
    const near = (other: string) => cosine(NURSE, other, dimensions);
    const rewritten = near("In hospitals, nurses care for their patients.");
    const related = near("A nurse works with a doctor.");
    const unlike = near("Bridges are built by engineers from steel and concrete.");
    expect(rewritten).toBeGreaterThan(related + 0.1);
    expect(related).toBeGreaterThan(unlike + 0.05);
    expect(Math.abs(unlike)).toBeLessThan(0.25);
  });

  it("takes ids of tokens, and texts without words", () => {
    expect(cosine([1, 2, 3], [1, 2, 3, 4])).toBeGreaterThan(cosine([1, 2, 3], [7, 8, 9]) + 0.3);
    expect(cosine("?!", "?!")).toBeCloseTo(1, 5);
  });
});
