import { z } from "zod";
import { invalidRequest } from "../errors";
import { countTokens } from "../tokens";
import { validated } from "../validation";
import type { EmbeddingInput } from "./vectors";

/** Dimensions of each model, and whether a request may ask for fewer. */
const MODELS: readonly { name: RegExp; dimensions: number; shorter: boolean }[] = [
  { name: /^text-embedding-3-large$/, dimensions: 3072, shorter: true },
  { name: /^text-embedding-3/, dimensions: 1536, shorter: true },
  { name: /./, dimensions: 1536, shorter: false },
];
/** Most tokens of one input, and most inputs of a request (documented). */
const MAX_TOKENS = 8192;
const MAX_INPUTS = 2048;

const ids = z.array(z.int().min(0)).min(1);
const Body = z.strictObject({
  input: z.union([
    z.string().min(1),
    z.array(z.string().min(1)).min(1).max(MAX_INPUTS),
    ids,
    z.array(ids).min(1).max(MAX_INPUTS),
  ]),
  model: z.string().nullish(),
  dimensions: z.int().min(1).nullish(),
  encoding_format: z.enum(["float", "base64"]).nullish(),
  user: z.string().nullish(),
});

/** A checked request for embeddings. */
export interface EmbeddingRequest {
  inputs: EmbeddingInput[];
  dimensions: number;
  /** Whether the vectors are sent as base64 of little-endian 32-bit floats. */
  base64: boolean;
  promptTokens: number;
}

/** @throws ApiError 400 for what the model refuses */
export function parseEmbeddings(body: unknown, model: string): EmbeddingRequest {
  const { input, dimensions, encoding_format: format } = validated(Body, body);
  const { dimensions: most, shorter } = MODELS.find(({ name }) => name.test(model))!;
  if (dimensions != null && !shorter)
    throw invalidRequest("This model does not support specifying dimensions.", "dimensions");
  if ((dimensions ?? 0) > most)
    throw invalidRequest(
      `Invalid value for 'dimensions' = ${dimensions}. Must be less than or equal to ${most}.`,
      "dimensions",
    );
  const inputs = inputsOf(input);
  const counts = inputs.map(tokensIn);
  const longest = Math.max(...counts);
  if (longest > MAX_TOKENS)
    throw invalidRequest(
      `This model's maximum context length is ${MAX_TOKENS} tokens, however you requested ${longest} tokens (${longest} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.`,
      "input",
    );
  return {
    inputs,
    dimensions: dimensions ?? most,
    base64: format === "base64",
    promptTokens: counts.reduce((sum, count) => sum + count, 0),
  };
}

/** A list of numbers is one input. */
function inputsOf(input: z.infer<typeof Body>["input"]): EmbeddingInput[] {
  if (typeof input === "string") return [input];
  if (typeof input[0] === "number") return [input as number[]];
  return input as EmbeddingInput[];
}

function tokensIn(input: EmbeddingInput): number {
  if (typeof input === "string") return countTokens(input);
  return input.length;
}
