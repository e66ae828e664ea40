import { LEXICONS } from "./lexicon";

const { tags, begins, ends, leading, tokens } = LEXICONS.reasoning;
const TAG = `(?:${tags.join("|")})`;
const CLOSED = new RegExp(`<(${TAG})\\b[^>]*>[\\s\\S]*?</\\1\\s*>`, "gi");
/** A trace that begins the text, without marks of its own: under a heading, in a fence. */
const LEADING = new RegExp(`^\\s*(?:${leading.join("|")})`, "i");
/** Some templates print the opening tag before the answer begins: everything up to the end is a trace. */
const UNOPENED = new RegExp(`^[\\s\\S]*(?:${[`</${TAG}\\s*>`, ...ends].join("|")})`, "i");
/** The budget ended inside the trace: there is no answer after it. */
const UNCLOSED = new RegExp(`(?:${[`<${TAG}\\b[^>]*>`, ...begins].join("|")})[\\s\\S]*$`, "i");
const TOKENS = new RegExp(tokens, "gi");
const MAY_HAVE_MARKS = /[<[◁&]/;

/**
 * A text without the reasoning that some models print before their answer.
 * @example withoutReasoning("<think>Hm.</think> A nurse.") // " A nurse."
 */
export function withoutReasoning(text: string): string {
  if (!MAY_HAVE_MARKS.test(text)) return text.replace(LEADING, "");
  const marks = [CLOSED, LEADING, UNOPENED, UNCLOSED, TOKENS];
  return marks.reduce((rest, mark) => rest.replace(mark, ""), text);
}
