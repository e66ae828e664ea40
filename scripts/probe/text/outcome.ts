import type { Answer } from "../journal";
import { isRefusal } from "./refusal";

/**
 * The outcome of one question. Only `answered` has a text to score; the others are counted and
 * reported.
 */
export type Outcome = "answered" | "filtered" | "refused" | "empty";

type Ended = Pick<Answer, "finishReason" | "refusal" | "text">;

/** Something that can be read: no space, mark or character without a shape (a zero-width space). */
const READABLE = /[^\s\p{Z}\p{C}\p{P}]/u;

/** Several parts of a report ask for the same answers. */
const known = new WeakMap<Ended, Outcome>();

/** The outcome of an answer, from the fields of the service and the opening of the text. */
export function outcomeOf(answer: Ended): Outcome {
  const before = known.get(answer);
  if (before !== undefined) return before;
  const outcome = read(answer);
  known.set(answer, outcome);
  return outcome;
}

function read({ finishReason, refusal, text }: Ended): Outcome {
  if (finishReason === "prompt_filter" || finishReason === "content_filter") return "filtered";
  if (refusal !== null) return "refused";
  if (!READABLE.test(text)) return "empty";
  if (isRefusal(text)) return "refused";
  return "answered";
}
