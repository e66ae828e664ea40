import type { FastifyInstance } from "fastify";
import { withoutNulls } from "../../core/nulls";
import type { World } from "../../core/world";
import { servedModel } from "../chat/chat-completion";
import { DATA_OPERATIONS } from "../data-operations";
import { requireCapacity } from "../deployment";
import { deploymentRoutes } from "../deployment-routes";
import { memberOf } from "../json-values";
import { estimateTokens } from "../limiter";
import { parseEmbeddings } from "./parameters";
import { embed } from "./vectors";

/*
 * @parity
 * - Embeddings on both paths: `text-embedding-3-small`, `-3-large` (shorter where asked) and
 *   `-ada-002`; floats or base64; 2,048 inputs of 8,192 tokens; the content filter does not see them
 *   — documented; the filter guessed
 */

const EMBEDDINGS = {
  path: "embeddings",
  permission: DATA_OPERATIONS.embeddings,
  capability: "embeddings",
} as const;
/** What answers in place of the model, whatever model answers chats. */
const EMBEDDER = { name: "SIMULATED hashed words" };

/** Embeddings of texts and of tokens. */
export function embeddingRoutes(app: FastifyInstance, world: World): void {
  deploymentRoutes(app, world, EMBEDDINGS, ({ request, reply, version, deployment }) => {
    requireCapacity(world, chargeOf(request.body), reply, deployment, version);
    const { inputs, dimensions, base64, promptTokens } = parseEmbeddings(
      withoutNulls(request.body),
      deployment.model.name,
    );
    const data = inputs.map((input, index) => ({
      object: "embedding",
      index,
      embedding: encoded(embed(input, dimensions), base64),
    }));
    return {
      object: "list",
      data,
      model: servedModel(EMBEDDER, deployment.model),
      usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
    };
  });
}

/** A quarter of the characters, as for chats; nothing is generated. */
const chargeOf = (body: unknown): number =>
  estimateTokens(JSON.stringify(memberOf(body, "input") ?? "").length, 0, 1);

function encoded(vector: Float32Array, base64: boolean): number[] | string {
  if (!base64) return [...vector];
  const bytes = Buffer.alloc(4 * vector.length);
  for (const [index, value] of vector.entries()) bytes.writeFloatLE(value, 4 * index);
  return bytes.toString("base64");
}
