import type { Answer } from "../journal";
import { isRefusal } from "./refusal";

/**
 * The outcome of one question. Only `answered` has a text to score; the others are counted and
 * reported.
 */
export type Outcome = "answered" | "filtered" | "refused" | "empty";

/** The outcome of an answer, from the fields of the service and the opening of the text. */
export function outcomeOf({
  finishReason,
  refusal,
  text,
}: Pick<Answer, "finishReason" | "refusal" | "text">): Outcome {
  if (finishReason === "prompt_filter" || finishReason === "content_filter") return "filtered";
  if (refusal !== null) return "refused";
  if (text.trim() === "") return "empty";
  if (isRefusal(text)) return "refused";
  return "answered";
}
