import type { Answer } from "../journal";
import { LEXICONS } from "./lexicon";

/** What became of one question: only `answered` has a text to score; the others are outcomes, counted and reported. */
export type Outcome = "answered" | "filtered" | "refused" | "empty";

/** The outcome of an answer, from what the service said and how the text begins. */
export function outcomeOf({
  finishReason,
  refusal,
  text,
}: Pick<Answer, "finishReason" | "refusal" | "text">): Outcome {
  if (finishReason === "prompt_filter" || finishReason === "content_filter") return "filtered";
  if (refusal !== null) return "refused";
  const opening = text.trim().toLowerCase().replaceAll("’", "'");
  if (opening === "") return "empty";
  return LEXICONS.refusal.openings.some((phrase) => opening.startsWith(phrase))
    ? "refused"
    : "answered";
}
