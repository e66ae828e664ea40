import type { Arm } from "../text/lexicon";

/** One recorded answer. */
export interface Row {
  /** "line 3". */
  where: string;
  occupation: string;
  arm: Arm;
  /** Empty for a missing answer, which is an outcome and not an error. */
  text: string;
  /** `M0` for the way of asking that the verdict is about. */
  condition: string;
  sample?: string;
  prompt?: string;
  finishReason: string;
  refusal: string | null;
  model: string;
  /** The two answers of a pair are one observation. */
  pair?: string;
  /** Answers of a cluster to one question count once. */
  cluster?: string;
  /** Names in the text, which are masked in all texts. */
  names: readonly string[];
  /** Values of own columns, by column. */
  outcomes?: Readonly<Record<string, number>>;
}
