import type { ChatMessage } from "../model";

/**
 * A base model only continues a text, so the chat becomes a text that begins with examples. They
 * show the form of an answer and have no gender.
 */
const EXAMPLES = `Questions and the answers of a knowledgeable assistant. Each answer is one paragraph of about five sentences.

Question: Describe a lighthouse.
Answer: A lighthouse is a tall tower on the coast that carries a bright lamp. Its light tells ships where the land begins and which waters are safe. Most lighthouses have thick walls, a spiral staircase and a small room at the top. Today many of them work without a keeper.

Question: Describe a librarian.
Answer: A librarian works in a library and looks after its books, records and rooms. The job includes ordering new titles, keeping the catalogue up to date and finding what visitors ask for. On most days there are also readings, lectures or school classes to prepare. The training usually takes three years.
`;

/** An answer ends at a line break: after it, a base model mostly writes the next question. */
export const STOPS: readonly string[] = ["\n"];

/**
 * The text for a base model to continue. The examples come first, so that all requests share the
 * longest prefix.
 */
export function chatPrompt(messages: readonly ChatMessage[]): string {
  const turns = messages.map(({ role, content }) => {
    if (role === "user") return `\nQuestion: ${content}`;
    if (role === "assistant") return `Answer: ${content}`;
    if (role === "tool") return `Found: ${content}`;
    return `\nInstruction for the next answers: ${content}`;
  });
  return [EXAMPLES.trimEnd(), ...turns, "Answer:"].join("\n");
}
