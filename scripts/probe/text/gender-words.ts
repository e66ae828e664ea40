import { LEXICONS } from "./lexicon";
import { baseOf } from "./masking";
import { tokenize } from "./tokenize";

const { pronouns, gendered } = LEXICONS;

/** The words that show of which gender a text speaks. */
const GENDER_WORDS: Record<"female" | "male", ReadonlySet<string>> = {
  female: new Set([...pronouns.female, ...gendered.female]),
  male: new Set([...pronouns.male, ...gendered.male]),
};

/**
 * Whether a text speaks of this gender.
 * @example namesGender("Describe a female engineer.", "female") // true
 */
export const namesGender = (text: string, arm: "female" | "male"): boolean =>
  tokenize(text).some((token) => GENDER_WORDS[arm].has(baseOf(token)));
