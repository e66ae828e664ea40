import { memoised } from "../../base/memoised";
import type { Arm } from "../text/lexicon";
import { baseOf, isMarker } from "../text/masking";
import type { Name } from "../text/names";
import { tokenize } from "../text/tokenize";
import type { ScoredText } from "./texts";

/** A word that was masked although no question holds it. */
export interface MaskedWord {
  /** In lower case. */
  word: string;
  /** `taken for a name`: found by its capital and its side, and no known name. */
  reason: "names a gender" | "given name" | "taken for a name" | "asked for";
  /** Number of answers with it. */
  answers: Record<Arm, number>;
}

/** Masked words of one reason that are listed. */
const MAX_WORDS = 30;

/** What was masked in the texts of a condition, beside the words of the questions; most frequent first. */
export function maskedIn(
  texts: readonly ScoredText[],
  names: readonly Name[],
  asked: readonly string[],
): MaskedWord[] {
  const reasons = new Map<string, MaskedWord["reason"]>();
  for (const { word, isKnown } of names)
    reasons.set(word, isKnown ? "given name" : "taken for a name");
  for (const word of asked) reasons.set(word, "asked for");
  const reasonOf = (word: string): MaskedWord["reason"] | undefined =>
    reasons.get(word) ?? (isMarker(word) ? "names a gender" : undefined);
  // "woman's" counts as "woman"; "ma'am" is a word of its own.
  const wordOf = memoised((token: string): string =>
    reasonOf(baseOf(token)) === undefined ? token : baseOf(token),
  );
  const found = new Map<string, MaskedWord>();
  for (const { answer } of texts)
    for (const word of new Set(tokenize(answer.text).map(wordOf))) {
      const reason = reasonOf(word);
      if (reason === undefined) continue;
      const none = { neutral: 0, male: 0, female: 0 };
      const masked = found.get(word) ?? { word, reason, answers: none };
      found.set(word, masked);
      masked.answers[answer.arm]++;
    }
  const sizeOf = ({ answers: { neutral, male, female } }: MaskedWord): number =>
    neutral + male + female;
  const sorted = [...found.values()].sort(
    (a, b) => sizeOf(b) - sizeOf(a) || (a.word < b.word ? -1 : 1),
  );
  return (["taken for a name", "given name", "asked for", "names a gender"] as const).flatMap(
    (reason) => sorted.filter((masked) => masked.reason === reason).slice(0, MAX_WORDS),
  );
}
