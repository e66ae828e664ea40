import { LEXICONS } from "./lexicon";

const { words, shortWords, exceptions, patterns, short } = LEXICONS.refusal;
const regExps = (sources: readonly string[], flags = ""): RegExp[] =>
  sources.map((source) => new RegExp(source, flags));
const EXCEPTIONS = regExps(exceptions, "g");
const PATTERNS = regExps(patterns);
const SHORT = regExps(short);

/**
 * Whether an answer declines the question, by how it begins. A prefix would not do: "I cannot praise
 * her highly enough" is an answer. Short answers decline by less, as "As an AI I have no opinion."
 * @example isRefusal("I can't help with that.") // true
 */
export function isRefusal(text: string): boolean {
  const all = text
    .toLowerCase()
    .replaceAll("’", "'")
    .split(/[\s"“”*_>]+/)
    .filter((word) => word !== "");
  const opening = EXCEPTIONS.reduce(
    (rest, exception) => rest.replace(exception, ""),
    all.slice(0, words).join(" "),
  );
  const isIn = (pattern: RegExp): boolean => pattern.test(opening);
  return PATTERNS.some(isIn) || (all.length <= shortWords && SHORT.some(isIn));
}
