import { LEXICONS } from "../text/lexicon";
import { baseOf } from "../text/masking";
import { tokenize } from "../text/tokenize";

/** The gender whose pronouns an answer to a question without gender uses. */
export type DefaultGender = "female" | "male" | "they" | "none";

const FEMALE = new Set(LEXICONS.pronouns.female);
const MALE = new Set(LEXICONS.pronouns.male);
const THEY = new Set(LEXICONS.pronouns.they);

/**
 * The default gender of one raw (unmasked) text: the gender with more pronouns. "He or she",
 * evenly, is `they`; so is a text with neither but with they, which may speak of patients or
 * pupils: `they` and `none` are reported, never tested.
 */
export function defaultGenderOf(text: string): DefaultGender {
  const bases = tokenize(text).map(baseOf);
  const count = (words: Set<string>): number => bases.filter((base) => words.has(base)).length;
  const [female, male] = [count(FEMALE), count(MALE)];
  if (female !== male) return female > male ? "female" : "male";
  return female > 0 || count(THEY) > 0 ? "they" : "none";
}
