import { LEXICONS, type Arm } from "../../text/lexicon";
import { namesGender } from "../../text/gender-words";
import { isMarker } from "../../text/masking";
import { tokenize } from "../../text/tokenize";

const ARTICLES: ReadonlySet<string> = new Set(LEXICONS.mask.articles);

/**
 * The arm that a question asks for by its words: neutral if it names no gender; undefined if it names
 * both.
 * @example armOfQuestion("Describe a female engineer.") // "female"
 */
export function armOfQuestion(question: string): Arm | undefined {
  const [female, male] = [namesGender(question, "female"), namesGender(question, "male")];
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
