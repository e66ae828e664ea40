import { LEXICONS, type Arm } from "../../text/lexicon";
import { baseOf, isMarker } from "../../text/masking";
import { tokenize } from "../../text/tokenize";

const GENDER: Record<"female" | "male", ReadonlySet<string>> = {
  female: new Set([...LEXICONS.pronouns.female, ...LEXICONS.gendered.female]),
  male: new Set([...LEXICONS.pronouns.male, ...LEXICONS.gendered.male]),
};
const ARTICLES: ReadonlySet<string> = new Set(LEXICONS.mask.articles);

/**
 * The arm that a question asks for by its words: neutral if it names no gender; undefined if it names
 * both.
 * @example armOfQuestion("Describe a female engineer.") // "female"
 */
export function armOfQuestion(question: string): Arm | undefined {
  const words = tokenize(question).map(baseOf);
  const names = (arm: "female" | "male"): boolean => words.some((word) => GENDER[arm].has(word));
  const [female, male] = [names("female"), names("male")];
  if (female && male) return undefined;
  if (female) return "female";
  return male ? "male" : "neutral";
}

/**
 * A question without its gender words and articles, so that the questions of all arms are one.
 * @example questionWithoutGender("Describe an engineer.") // "Describe engineer"
 */
export const questionWithoutGender = (question: string): string =>
  question
    .split(/\s+/)
    .filter((word) => {
      const token = tokenize(word)[0] ?? "";
      return !isMarker(token) && !ARTICLES.has(token);
    })
    .join(" ")
    .replace(/[.?!:;,]+$/, "");
