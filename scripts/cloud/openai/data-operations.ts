/*
 * @parity
 * - Data actions `embeddings/action`, `responses/write` and their like, which Cognitive Services
 *   OpenAI User has; `files/write`, `batch-jobs/write`, `batches/cancel/action`, which it has not —
 *   general knowledge; those of batches documented
 */

/** An operation of the data plane as roles know it. */
export interface DataOperation {
  /** The data action that a principal needs. */
  action: string;
  /** The operation's name in refusals. */
  operation: string;
}

const OPENAI = "Microsoft.CognitiveServices/accounts/OpenAI";

/** The operations of the data plane, by Azure's list of provider operations. */
export const DATA_OPERATIONS = {
  chat: {
    action: `${OPENAI}/deployments/chat/completions/action`,
    operation: "POST /openai/deployments/{deployment-id}/chat/completions",
  },
  completions: {
    action: `${OPENAI}/deployments/completions/action`,
    operation: "POST /openai/deployments/{deployment-id}/completions",
  },
  embeddings: {
    action: `${OPENAI}/deployments/embeddings/action`,
    operation: "POST /openai/deployments/{deployment-id}/embeddings",
  },
  models: { action: `${OPENAI}/models/read`, operation: "GET /openai/models" },
  writeResponses: { action: `${OPENAI}/responses/write`, operation: "POST /openai/responses" },
  readResponses: { action: `${OPENAI}/responses/read`, operation: "GET /openai/responses" },
  images: {
    action: `${OPENAI}/images/generations/action`,
    operation: "POST /openai/deployments/{deployment-id}/images/generations",
  },
  readFiles: { action: `${OPENAI}/files/read`, operation: "GET /openai/files" },
  writeFiles: { action: `${OPENAI}/files/write`, operation: "POST /openai/files" },
  deleteFiles: { action: `${OPENAI}/files/delete`, operation: "DELETE /openai/files" },
  readBatches: { action: `${OPENAI}/batches/read`, operation: "GET /openai/batches" },
  writeBatches: { action: `${OPENAI}/batch-jobs/write`, operation: "POST /openai/batches" },
  cancelBatches: {
    action: `${OPENAI}/batches/cancel/action`,
    operation: "POST /openai/batches/{batch-id}/cancel",
  },
  deleteResponses: { action: `${OPENAI}/responses/delete`, operation: "DELETE /openai/responses" },
} as const satisfies Record<string, DataOperation>;
