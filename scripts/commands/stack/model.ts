import type { ArgsDef } from "citty";
import { localOrPlanted, openModel } from "../../cloud/openai/models";
import type { ChatModel } from "../../cloud/openai/model";

export const MODEL_ARG = {
  model: {
    type: "string",
    description: "what answers as gpt-35-turbo: a small real model, simulated text, or a GGUF file",
    valueHint: "local|planted|FILE.gguf",
  },
} as const satisfies ArgsDef;

/** Opens the model that was asked for. Unasked it is the local one, or, said plainly, the planted one where it cannot be had. */
export async function openModelFor(
  choice: string | undefined,
  say: (text: string) => void,
): Promise<ChatModel> {
  if (choice !== undefined) return openModel(choice, { progress: say });
  const { model, reason } = await localOrPlanted({ progress: say });
  if (reason !== undefined)
    say(`the local model cannot be had (${reason}): answers are SIMULATED by the planted model`);
  return model;
}

/** A model opened when first asked for, once, and closed with whoever holds this. */
export class LazyModel {
  private opened: Promise<ChatModel> | undefined;
  constructor(private readonly choice: string | undefined) {}

  get(say: (text: string) => void): Promise<ChatModel> {
    return (this.opened ??= openModelFor(this.choice, say));
  }

  async close(): Promise<void> {
    const model = await this.opened?.catch(() => undefined);
    await model?.close();
  }
}
