import type { Answer } from "../journal";
import { LEXICONS } from "./lexicon";

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
  const opening = text.trim().toLowerCase().replaceAll("’", "'");
  if (opening === "") return "empty";
  if (LEXICONS.refusal.openings.some((phrase) => opening.startsWith(phrase))) return "refused";
  return "answered";
}
