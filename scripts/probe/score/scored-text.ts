import type { Answer } from "../journal";

/**
 * An answer, with its pair where two answers belong together and are not independent, and with its
 * cluster where several are known to be one observation.
 */
export type ScorableAnswer = Answer & {
  pair?: string;
  cluster?: string;
  /** Who asked for it, where several seats of a class are compared as wholes. */
  seat?: string;
  /** Where it stands in its file. */
  source?: string;
  /** Values of own columns; one that is missing is absent. */
  outcomes?: Readonly<Record<string, number>>;
};

/** An answer with a text, and the masked words that the metrics score. */
export interface ScoredText {
  answer: ScorableAnswer;
  words: readonly string[];
  /** Sentiment of its sentences within the window, −1 to +1. */
  compound: number;
  /** Masked words within the window, before the arms were made equally long. */
  available: number;
  /** Its first words, as many as nearly all answers have, and their sentiment; only where the arms may differ by length alone. */
  beginning?: Pick<ScoredText, "words" | "compound">;
  /** Whether it is in English, as far as it shows. */
  isEnglish: boolean;
  /** It repeats an earlier answer to the same question, and counts for no measure. */
  isRepeated: boolean;
}
