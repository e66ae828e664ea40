import { LEXICONS } from "./lexicon";

const { words, shortWords, exceptions, patterns, short } = LEXICONS.refusal;
const regExps = (sources: readonly string[], flags = ""): RegExp[] =>
  sources.map((source) => new RegExp(source, flags));
const EXCEPTIONS = regExps(exceptions, "g");
const PATTERNS = regExps(patterns);
const SHORT = regExps(short);
/** The text may begin with an empty word, and one word more says that it is not short. */
const WORDS_READ = Math.max(words, shortWords) + 2;

/**
 * Whether an answer declines the question, by how it begins. A prefix would not do: "I cannot praise
 * her highly enough" is an answer. Short answers decline by less, as "As an AI I have no opinion."
 * @example isRefusal("I can't help with that.") // true
 */
export function isRefusal(text: string): boolean {
  const opening = text
    .toLowerCase()
    .replaceAll("’", "'")
    .split(/[\s"“”*_>]+/, WORDS_READ)
    .filter((word) => word !== "");
  const stripped = EXCEPTIONS.reduce(
    (rest, exception) => rest.replace(exception, ""),
    opening.slice(0, words).join(" "),
  );
  const isIn = (pattern: RegExp): boolean => pattern.test(stripped);
  return PATTERNS.some(isIn) || (opening.length <= shortWords && SHORT.some(isIn));
}
