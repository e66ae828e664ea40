import { LEXICONS } from "./lexicon";

const TAG = `(?:${LEXICONS.reasoning.tags.join("|")})`;
const CLOSED = new RegExp(`<(${TAG})\\b[^>]*>[\\s\\S]*?</\\1\\s*>`, "gi");
/** Some templates print the opening tag before the answer begins: everything up to the end is a trace. */
const UNOPENED = new RegExp(`^[\\s\\S]*</${TAG}\\s*>`, "i");
/** The budget ended inside the trace: there is no answer after it. */
const UNCLOSED = new RegExp(`<${TAG}\\b[^>]*>[\\s\\S]*$`, "i");

/**
 * A text without the reasoning that some models print before their answer.
 * @example withoutReasoning("<think>Hm.</think> A nurse.") // " A nurse."
 */
export const withoutReasoning = (text: string): string =>
  text.includes("<") ? text.replace(CLOSED, "").replace(UNOPENED, "").replace(UNCLOSED, "") : text;
