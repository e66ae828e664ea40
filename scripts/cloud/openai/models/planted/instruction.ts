import prompts from "../../../../../notebooks/prompts.json";
import type { ChatMessage } from "../../model";
import type { Effects, PlantedSettings } from "./settings";

/** The effects for a chat: those of its condition, where the settings have them. */
export function effectsFor(messages: readonly ChatMessage[], settings: PlantedSettings): Effects {
  const system =
    messages.find(({ role }) => role === "system" || role === "developer")?.content ?? null;
  const rewrite = rewritePrompt(messages);
  if (system === null && rewrite === undefined) return settings.bare;
  const condition = prompts.conditions.find(
    (one) => one.system === system && one.rewrite === rewrite,
  );
  return settings.conditions?.[condition?.id ?? ""] ?? settings.instructed;
}

/**
 * The user's message after the last answer, which asks for a rewrite; undefined in a first call.
 */
function rewritePrompt(messages: readonly ChatMessage[]): string | undefined {
  const answered = messages.map(({ role }) => role).lastIndexOf("assistant");
  if (answered === -1) return undefined;
  return messages.slice(answered + 1).find(({ role }) => role === "user")?.content;
}
