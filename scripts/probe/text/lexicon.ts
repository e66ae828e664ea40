import lexiconsFile from "../../../notebooks/lexicons.json";
import promptsFile from "../../../notebooks/prompts.json";

/** The arms of the design: who the question is about. */
export const ARMS = ["neutral", "male", "female"] as const;
export type Arm = (typeof ARMS)[number];

/** One question of the crossed design. `id` is `<occupation>-<arm>`. */
export interface Cell {
  id: string;
  occupation: string;
  arm: Arm;
  prompt: string;
}

/** A way of asking: the system prompt that goes with every question, or none. */
export interface Condition {
  id: string;
  name: string;
  system: string | null;
  /** What every first answer is sent back with: its answer is the one that counts. Without it the first one does. */
  rewrite?: string;
}

const isArm = (arm: string): arm is Arm => ARMS.some((known) => known === arm);

/** The fifteen questions, in the order of `notebooks/prompts.json`. */
export const CELLS: readonly Cell[] = promptsFile.crossed.map(({ id, occupation, arm, prompt }) => {
  if (!isArm(arm)) throw new Error(`notebooks/prompts.json: ${id} has the unknown arm ${arm}`);
  return { id, occupation, arm, prompt };
});

/** The conditions that can be asked. `M0` (no system prompt) is the one the verdict speaks about. */
export const CONDITIONS: readonly Condition[] = promptsFile.conditions;
export const BASELINE = "M0";

export const OCCUPATIONS: readonly string[] = promptsFile.occupations;

/** Share of women in each occupation, for default gender; an occupation of the user's own has none. */
export const LABOUR_SHARE: ReadonlyMap<string, number> = new Map(
  Object.entries(promptsFile.labourShare.women),
);
export const LABOUR_SOURCE = promptsFile.labourShare.source;

/** The word lists, shared with the notebook. */
export const LEXICONS = lexiconsFile;
export const PROMPTS_VERSION = promptsFile.version;

/** A word list with trailing-star stems, made ready to ask. */
export type WordList = (token: string) => boolean;

/** `lead*` matches every token that begins with "lead"; `logic` only itself. Never inside a word: "able" is not in "table". */
export function wordList(entries: readonly string[]): WordList {
  const whole = new Set(entries.filter((entry) => !entry.endsWith("*")));
  const stems = entries.filter((entry) => entry.endsWith("*")).map((entry) => entry.slice(0, -1));
  return (token) => whole.has(token) || stems.some((stem) => token.startsWith(stem));
}
