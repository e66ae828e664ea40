import { LEXICONS } from "./lexicon";

const LABEL = new RegExp(`^(?:\\s*(?:${LEXICONS.label.patterns.join("|")}))+\\s*`, "i");

/**
 * What stands before an answer and says nothing of what was asked: the role of a chat, a heading, a
 * courtesy, the announcement of the answer. Empty where it begins at once.
 * @example labelOf("Assistant: Sure! A nurse cares.") // "Assistant: Sure! "
 */
export const labelOf = (text: string): string => LABEL.exec(text)?.[0] ?? "";
