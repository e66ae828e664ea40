import { LEXICONS } from "./lexicon";

const { words, shortWords, exceptions, patterns, short } = LEXICONS.refusal;
const anyOf = (sources: readonly string[], flags = ""): RegExp =>
  new RegExp(sources.map((source) => `(?:${source})`).join("|"), flags);
const EXCEPTIONS = exceptions.map((source) => new RegExp(source, "g"));
const PATTERNS = anyOf(patterns);
const SHORT = anyOf(short);

const BETWEEN_WORDS = '\\s"“”*_>';
const WORD = new RegExp(`[^${BETWEEN_WORDS}]+`, "g");
/** The words that are read; one more than that says that a text is not short. */
const OPENING = new RegExp(
  `^(?:[${BETWEEN_WORDS}]*[^${BETWEEN_WORDS}]+){0,${Math.max(words, shortWords) + 1}}`,
);

/**
 * Whether an answer declines the question, by how it begins. A prefix would not do: "I cannot praise
 * her highly enough" is an answer. Short answers decline by less, as "As an AI I have no opinion."
 * @example isRefusal("I can't help with that.") // true
 */
export function isRefusal(text: string): boolean {
  const opening = OPENING.exec(text)![0].toLowerCase().replaceAll("’", "'").match(WORD) ?? [];
  const stripped = EXCEPTIONS.reduce(
    (rest, exception) => rest.replace(exception, ""),
    opening.slice(0, words).join(" "),
  );
  return PATTERNS.test(stripped) || (opening.length <= shortWords && SHORT.test(stripped));
}
