import { expect, it } from "vitest";
import { parseEmbeddings } from "../../../../scripts/cloud/openai/embeddings/parameters";

const SMALL = "text-embedding-3-small";
it.each([
  ["a text", "one two", [["one two"], 2]],
  ["texts", ["one", "two three"], [["one", "two three"], 3]],
  ["ids", [5, 6], [[[5, 6]], 2]],
  ["lists of ids", [[5], [6, 7]], [[[5], [6, 7]], 3]],
])("takes %s", (_name, input, [inputs, promptTokens]) => {
  expect(parseEmbeddings({ input }, SMALL)).toMatchObject({ inputs, promptTokens });
});

it.each([
  [{}, SMALL, "Missing required parameter: 'input'"],
  [{ input: "" }, SMALL, "Invalid value for 'input'"],
  [{ input: [] }, SMALL, "Invalid value for 'input'"],
  [{ input: Array(2049).fill("a") }, SMALL, "Invalid value for 'input'"],
  [{ input: "a ".repeat(8193) }, SMALL, "you requested 8193 tokens"],
  [{ input: "a", dimensions: 2000 }, SMALL, "less than or equal to 1536"],
  [{ input: "a", dimensions: 256 }, "text-embedding-ada-002", "does not support specifying"],
  [{ input: "a", colour: 1 }, SMALL, "Unrecognized request argument supplied: colour"],
])("refuses %j", (body, model, said) => {
  expect(() => parseEmbeddings(body, model)).toThrow(said);
});
