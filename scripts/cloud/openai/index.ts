import { createApp } from "../core/app";
import type { Service } from "../core/world";
import { errorBody } from "./errors";
import type { ChatModel } from "./model";
import { chatRoutes } from "./chat-routes";
import { modelRoutes } from "./model-routes";

export interface OpenaiOptions {
  /** What stands behind every deployment; asked for at the first completion, so that nobody waits for a model before. */
  model: () => Promise<ChatModel>;
}

/**
 * The Azure OpenAI data plane: one host per account (key = its lower-case ARM id). Accounts, keys and deployments are
 * those of the Azure side.
 */
export const openaiService = ({ model }: OpenaiOptions): Service => ({
  kind: "openai",
  async createApp(world) {
    const app = await createApp(world, "Azure OpenAI", errorBody);
    chatRoutes(app, world, model);
    modelRoutes(app, world);
    return app;
  },
});
