import { LEXICONS } from "./lexicon";
import { withoutAccents } from "./tokenize";

const { words, shortWords, exceptions, patterns, short } = LEXICONS.refusal;
const anyOf = (sources: readonly string[], flags = ""): RegExp =>
  new RegExp(sources.map((source) => `(?:${source})`).join("|"), flags);
const EXCEPTIONS = exceptions.map((source) => new RegExp(source, "g"));
const PATTERNS = anyOf(patterns);
const SHORT = anyOf(short);

const BETWEEN_WORDS = '\\s"“”*_>';
const WORD = new RegExp(`[^${BETWEEN_WORDS}]+`, "g");
/** The words that are read; one more than that says that a text is not short. */
const READ_WORDS = Math.max(words, shortWords) + 1;
/** Characters that nearly always hold them. */
const OPENING_LENGTH = 400;

/**
 * Whether an answer declines the question, by how it begins. A prefix would not do: "I cannot praise
 * her highly enough" is an answer. Short answers decline by less, as "As an AI I have no opinion."
 * @example isRefusal("I can't help with that.") // true
 */
export function isRefusal(text: string): boolean {
  const opening = openingOf(text);
  const stripped = EXCEPTIONS.reduce(
    (rest, exception) => rest.replace(exception, ""),
    withoutAccents(opening.slice(0, words).join(" ")).toLowerCase().replaceAll("’", "'"),
  );
  return PATTERNS.test(stripped) || (opening.length <= shortWords && SHORT.test(stripped));
}

/** The first words of a text. */
function openingOf(text: string): string[] {
  const found = text.slice(0, OPENING_LENGTH).match(WORD) ?? [];
  // The last one may be cut.
  const all = found.length > READ_WORDS ? found : (text.match(WORD) ?? []);
  return all.slice(0, READ_WORDS);
}
