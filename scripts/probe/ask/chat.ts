import type { Question } from "../design";
import type { Message } from "./request";

/** The chat of a question's first call. */
export function messagesOf({ condition, cell }: Pick<Question, "condition" | "cell">): Message[] {
  const system: Message[] =
    condition.system === null ? [] : [{ role: "system", content: condition.system }];
  return [...system, { role: "user", content: cell.prompt }];
}

/** The chat of its second call: the first answer is sent back with what is to be done with it. */
export const rewriteMessagesOf = (
  question: Question,
  draft: string,
  instruction: string,
): Message[] => [
  ...messagesOf(question),
  { role: "assistant", content: draft },
  { role: "user", content: instruction },
];
