import { createApp } from "../core/app";
import type { Service } from "../core/world";
import { errorBody } from "./errors";
import type { ChatModel } from "./model";
import { BackgroundWork } from "./background-work";
import { batchRoutes } from "./batches/batch-routes";
import { chatRoutes } from "./chat/chat-routes";
import { completionRoutes } from "./completion-routes";
import { embeddingRoutes } from "./embeddings/embedding-routes";
import { fileRoutes } from "./files/file-routes";
import { imageRoutes } from "./image-routes";
import { modelRoutes } from "./model-routes";
import { responseRoutes } from "./responses/response-routes";

/** Options of the Azure OpenAI simulator. */
export interface OpenaiOptions {
  /**
   * Opens the model behind every deployment. Called at the first completion, as it may take long.
   */
  model: () => Promise<ChatModel>;
}

/**
 * The simulator of the Azure OpenAI data plane: one host per account, by its lower-case ARM id. It
 * reads accounts, keys and deployments from the Azure simulator.
 */
export const openaiService = ({ model }: OpenaiOptions): Service => ({
  kind: "openai",
  async createApp(world) {
    const app = await createApp(world, "Azure OpenAI", errorBody);
    const work = new BackgroundWork(world, app);
    chatRoutes(app, world, model);
    completionRoutes(app, world);
    embeddingRoutes(app, world);
    responseRoutes(app, { world, model, work });
    modelRoutes(app, world);
    imageRoutes(app, world);
    fileRoutes(app, world);
    batchRoutes(app, { world, model, work });
    return app;
  },
});
