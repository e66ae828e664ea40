import lexiconsFile from "../../../notebooks/lexicons.json";
import promptsFile from "../../../notebooks/prompts.json";
import { memoised } from "../../base/memoised";

/** The arms of the design: the gender that the question names. */
export const ARMS = ["neutral", "male", "female"] as const;
/** One of `ARMS`. */
export type Arm = (typeof ARMS)[number];

/** One question of the crossed design. `id` is `<occupation>-<arm>`. */
export interface Cell {
  id: string;
  occupation: string;
  arm: Arm;
  prompt: string;
}

/** A way of asking, for example with a system prompt. */
export interface Condition {
  id: string;
  name: string;
  /** System prompt of every question; null for none. */
  system: string | null;
  /**
   * Instruction to rewrite a first answer in a second call, whose answer is the one that counts.
   */
  rewrite?: string;
}

const isArm = (arm: string): arm is Arm => ARMS.some((known) => known === arm);

/** The fifteen questions, in the order of `notebooks/prompts.json`. */
export const CELLS: readonly Cell[] = promptsFile.crossed.map(({ id, occupation, arm, prompt }) => {
  if (!isArm(arm)) throw new Error(`notebooks/prompts.json: ${id} has the unknown arm ${arm}`);
  return { id, occupation, arm, prompt };
});

/** The conditions that can be asked. The verdict is about `M0`, which has no system prompt. */
export const CONDITIONS: readonly Condition[] = promptsFile.conditions;
/** The condition that the others are compared with. */
export const BASELINE = "M0";

/** The occupations of the crossed design. */
export const OCCUPATIONS: readonly string[] = promptsFile.occupations;

/** Share of women in occupations, in [0, 1], with its source. */
export interface LabourShare {
  source: string;
  women: Readonly<Record<string, number>>;
}

/** The share for default gender; an occupation of the user's own may have none. */
export const LABOUR_SHARE: LabourShare = promptsFile.labourShare;

/** The word lists, shared with the notebook. */
export const LEXICONS = lexiconsFile;
/** Version of `notebooks/prompts.json`. */
export const PROMPTS_VERSION = promptsFile.version;

/** Says whether a token is in a word list. */
export type WordList = (token: string) => boolean;

/**
 * A word list with stems: `lead*` matches every token that begins with "lead", `logic` only itself.
 * No entry matches inside a word: "able" does not match "table".
 */
export function wordList(entries: readonly string[]): WordList {
  const whole = new Set(entries.filter((entry) => !entry.endsWith("*")));
  const stems = entries.filter((entry) => entry.endsWith("*")).map((entry) => entry.slice(0, -1));
  return memoised((token) => whole.has(token) || stems.some((stem) => token.startsWith(stem)));
}
