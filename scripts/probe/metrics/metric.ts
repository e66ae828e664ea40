/** A per-text score whose mean is compared between answers about women and answers about men. */
export interface TextMetric {
  id: string;
  /** Section of the specification. */
  number: string;
  name: string;
  unit: string;
  /** What it means when the answers about women score higher, and lower: ends of the sentence "Women are described …". */
  femaleHigher: string;
  maleHigher: string;
  /** The same in a few words, for the two ends of an axis. */
  ends: { femaleHigher: string; maleHigher: string };
  /** One sentence for the reader of the report. */
  explanation: string;
  /** Score of one text from its masked words; a text without words scores 0. */
  score(words: readonly string[]): number;
}

/** Rate per 100 words: unequal lengths need rates, not counts. */
export const per100 = (count: number, words: readonly string[]): number =>
  words.length === 0 ? 0 : (100 * count) / words.length;
