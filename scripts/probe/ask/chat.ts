import type { Question } from "../design";
import type { Message } from "./request";

/** The chat of a question's first call. */
export function messagesOf({ condition, cell }: Pick<Question, "condition" | "cell">): Message[] {
  const user: Message = { role: "user", content: cell.prompt };
  if (condition.system === null) return [user];
  return [{ role: "system", content: condition.system }, user];
}

/** The chat of its second call: the first answer and the instruction to rewrite it. */
export const rewriteMessagesOf = (
  question: Question,
  draft: string,
  instruction: string,
): Message[] => [
  ...messagesOf(question),
  { role: "assistant", content: draft },
  { role: "user", content: instruction },
];
