import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { NotSimulated } from "../../core/errors";
import { withoutNulls } from "../../core/nulls";
import { admitToBatches, BOTH_PATHS, pageOf } from "../account-routes";
import { DATA_OPERATIONS } from "../data-operations";
import { invalidRequest } from "../errors";
import { AccountFiles } from "../files/account-files";
import { validated } from "../validation";
import { AccountBatches, isEnded } from "./batch";
import { advanceBatch, type BatchContext } from "./run-batch";

/*
 * @parity
 * - Batches of chat completions, by deployments of the SKU GlobalBatch, which answer nothing else
 *   (400 `OperationNotSupported`): statuses, counts, output and error files, cancelling, the codes
 *   of what is wrong with a file — documented; the answer of a batch deployment to a single call
 *   reported (learn.microsoft.com questions 2108663); a failed request's line guessed
 */

/*
 * @not-simulated
 * - batches of responses
 */

const OPTIONS = { config: { operation: "openai/batches" } };
const DAY_SECONDS = 24 * 3600;
/** Simulated time that one read of an unfinished batch takes. */
const STEP_MS = 60_000;
const Body = z.object({
  input_file_id: z.string(),
  endpoint: z.string(),
  completion_window: z.string(),
  metadata: z.record(z.string(), z.string()).optional(),
  output_expires_after: z.unknown().optional(),
});
interface ById {
  Params: { id: string };
}

/** Batches of chat completions. */
export function batchRoutes(app: FastifyInstance, context: BatchContext): void {
  const { world } = context;
  for (const prefix of BOTH_PATHS) {
    app.post(`${prefix}/batches`, OPTIONS, async (request) => {
      const { key } = await admitToBatches(world, request, DATA_OPERATIONS.writeBatches);
      const asked = validated(Body, withoutNulls(request.body));
      if (!/^(\/v1)?\/chat\/completions$/.test(asked.endpoint))
        throw new NotSimulated(`batches for ${asked.endpoint}`);
      if (asked.output_expires_after !== undefined)
        throw new NotSimulated("the parameter output_expires_after of batches");
      if (asked.completion_window !== "24h")
        throw invalidRequest("The completion_window must be 24h.", "completion_window");
      if (!new AccountFiles(world, key).find(asked.input_file_id))
        throw invalidRequest(`No such File object: ${asked.input_file_id}`, "input_file_id");
      const created_at = Math.floor(world.clock.now() / 1000);
      return new AccountBatches(world, key).put({
        id: `batch_${world.random.guid()}`,
        object: "batch",
        endpoint: asked.endpoint,
        input_file_id: asked.input_file_id,
        completion_window: asked.completion_window,
        status: "validating",
        metadata: asked.metadata ?? null,
        errors: null,
        output_file_id: null,
        error_file_id: null,
        request_counts: { total: 0, completed: 0, failed: 0 },
        created_at,
        expires_at: created_at + DAY_SECONDS,
        in_progress_at: null,
        finalizing_at: null,
        completed_at: null,
        failed_at: null,
        expired_at: null,
        cancelling_at: null,
        cancelled_at: null,
      });
    });
    app.get(`${prefix}/batches`, OPTIONS, async (request) => {
      const { key } = await admitToBatches(world, request, DATA_OPERATIONS.readBatches);
      return { object: "list", ...pageOf(new AccountBatches(world, key).all(), request.query) };
    });
    app.get<ById>(`${prefix}/batches/:id`, OPTIONS, async (request) => {
      const call = await admitToBatches(world, request, DATA_OPERATIONS.readBatches);
      const batch = new AccountBatches(world, call.key).require(request.params.id);
      if (!isEnded(batch)) world.clock.advance(STEP_MS);
      return advanceBatch(context, call, batch);
    });
    app.post<ById>(`${prefix}/batches/:id/cancel`, OPTIONS, async (request) => {
      const call = await admitToBatches(world, request, DATA_OPERATIONS.cancelBatches);
      const batches = new AccountBatches(world, call.key);
      const batch = batches.require(request.params.id);
      if (isEnded(batch))
        throw invalidRequest(`Cannot cancel a batch with status '${batch.status}'.`, null);
      const cancelling_at = Math.floor(world.clock.now() / 1000);
      return batches.put({ ...batch, status: "cancelling", cancelling_at });
    });
  }
}
