import type { ChatMessage } from "../model";

/**
 * A base model only goes on with a text, so the chat is put to it as one. The examples show the form of an answer and
 * say nothing about people of any gender.
 */
const EXAMPLES = `Questions and the answers of a knowledgeable assistant. Each answer is one paragraph of about five sentences.

Question: Describe a lighthouse.
Answer: A lighthouse is a tall tower on the coast that carries a bright lamp. Its light tells ships where the land begins and which waters are safe. Most lighthouses have thick walls, a spiral staircase and a small room at the top. Today many of them work without a keeper.

Question: Describe a librarian.
Answer: A librarian works in a library and looks after its books, records and rooms. The job includes ordering new titles, keeping the catalogue up to date and finding what visitors ask for. On most days there are also readings, lectures or school classes to prepare. The training usually takes three years.
`;

/** Where an answer ends: what a base model writes on the next line is mostly the next question. */
export const STOPS: readonly string[] = ["\n"];

/** The text to go on with. System messages stand after the examples, so that all requests share the longest beginning. */
export function chatPrompt(messages: readonly ChatMessage[]): string {
  const turns = messages.map(({ role, content }) => {
    if (role === "user") return `\nQuestion: ${content}`;
    return role === "assistant"
      ? `Answer: ${content}`
      : `\nInstruction for the next answers: ${content}`;
  });
  return [EXAMPLES.trimEnd(), ...turns, "Answer:"].join("\n");
}
