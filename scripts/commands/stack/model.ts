import { localOrPlanted, openModel } from "../../cloud/openai/models";
import type { ChatModel } from "../../cloud/openai/model";

/**
 * Opens the chosen model. Without a choice it opens the local one, or notes why not and opens the
 * planted one.
 */
export async function openModelFor(
  choice: string | undefined,
  say: (text: string) => void,
): Promise<ChatModel> {
  if (choice !== undefined) return openModel(choice, { progress: say });
  const { model, reason } = await localOrPlanted({ progress: say });
  if (reason !== undefined)
    say(
      `the local model cannot be used (${reason}). Answers are SIMULATED, with a known effect built in`,
    );
  return model;
}

/** Opens a model once, when it is first needed. */
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
