import { groupBy } from "../../base/group-by";
import type { Answer, JournalContents } from "../journal";
import { ARMS, type Arm } from "../text/lexicon";
import { maskedWords, maskOf, type Mask } from "../text/masking";
import { outcomeOf, type Outcome } from "../text/outcome";
import type { Text, TextStratum } from "../metrics/metric";

/** An answer, with its pair where two answers belong together and are not independent. */
export type ScorableAnswer = Answer & { pair?: string };

/** A journal, or recorded answers in the form of one. */
export interface ScorableJournal extends JournalContents {
  answers: ScorableAnswer[];
  /** Present for answers from a file: its name, and notes on it for the reader. */
  recorded?: { file: string; notes: readonly string[] };
}

/** An answer with a text, and the masked words that the metrics score. */
export interface ScoredText {
  answer: ScorableAnswer;
  words: readonly string[];
}

/** Answers that cannot be scored, counted by condition, reason and arm. */
export interface Excluded {
  condition: string;
  /** `unpaired`: the other answer of its pair has no text. */
  reason: Exclude<Outcome, "answered"> | "unpaired";
  count: number;
  byArm: Record<Arm, number>;
}

/** The answers of a journal with a text, and the excluded ones. Their order does not depend on the order of asking. */
export function textsOf({ answers, header }: ScorableJournal): {
  texts: ScoredText[];
  excluded: Excluded[];
} {
  const masks = masksOf(answers);
  const excluded: { answer: Answer; reason: Excluded["reason"] }[] = [];
  // Equal words share one string, which saves memory: 100,000 texts have few distinct words.
  const known = new Map<string, string>();
  const shared = (word: string): string => {
    const same = known.get(word);
    if (same !== undefined) return same;
    known.set(word, word);
    return word;
  };
  const texts: ScoredText[] = [];
  for (const answer of inDesignOrder(answers, header)) {
    const outcome = outcomeOf(answer);
    if (outcome === "answered")
      texts.push({
        answer,
        words: maskedWords(answer.text, masks.get(answer.occupation)!).map(shared),
      });
    else excluded.push({ answer, reason: outcome });
  }
  const withoutPartner = unpaired(texts);
  for (const answer of withoutPartner) excluded.push({ answer, reason: "unpaired" });
  const groups = groupBy(excluded, ({ answer, reason }) => `${answer.condition}/${reason}`);
  return {
    texts: texts.filter(({ answer }) => !withoutPartner.has(answer)),
    excluded: [...groups.values()].map((group) => {
      const { answer, reason } = group[0]!;
      const byArm = { neutral: 0, male: 0, female: 0 };
      for (const one of group) byArm[one.answer.arm]++;
      return { condition: answer.condition, reason, count: group.length, byArm };
    }),
  };
}

/** Answers about women or men without the other answer of their pair, in conditions that have pairs. */
function unpaired(texts: readonly ScoredText[]): Set<Answer> {
  const gendered = texts.map(({ answer }) => answer).filter(({ arm }) => arm !== "neutral");
  const paired = new Set(
    gendered.filter(({ pair }) => pair !== undefined).map(({ condition }) => condition),
  );
  const keyOf = ({ condition, occupation, pair }: ScorableAnswer): string =>
    JSON.stringify([condition, occupation, pair]);
  const inPairs = gendered.filter(({ condition }) => paired.has(condition));
  const incomplete = [...groupBy(inPairs, keyOf).values()].filter(
    (pair) => pair[0]!.pair === undefined || new Set(pair.map(({ arm }) => arm)).size < 2,
  );
  return new Set(incomplete.flat());
}

/** The texts of one condition by occupation and arm, in the order of the texts. */
export function textStrataOf(texts: readonly ScoredText[], condition: string): TextStratum[] {
  const own = texts.filter(({ answer }) => answer.condition === condition);
  return [...groupBy(own, ({ answer }) => answer.occupation)].map(([name, group]) => {
    const inArm = (arm: Arm): Text[] =>
      group
        .filter(({ answer }) => answer.arm === arm)
        .map(({ answer: { index, pair }, words }) => ({ words, index, pair }));
    return { name, neutral: inArm("neutral"), male: inArm("male"), female: inArm("female") };
  });
}

/** The mask of each occupation, from the prompts of all its arms. */
export function masksOf(answers: readonly Answer[]): Map<string, Mask> {
  const groups = groupBy(answers, ({ occupation }) => occupation);
  return new Map(
    [...groups].map(([occupation, own]) => [
      occupation,
      maskOf(distinctSorted(own.map(({ prompt }) => prompt))),
    ]),
  );
}

/** The distinct values that are not empty, in alphabetical order. */
export const distinctSorted = (values: readonly string[]): string[] =>
  [...new Set(values.filter((value) => value !== ""))].sort();

/** The models that answered, as the service names them. */
export const modelsOf = (answers: readonly Answer[]): string[] =>
  distinctSorted(answers.map(({ model }) => model));

function inDesignOrder(
  answers: readonly ScorableAnswer[],
  { spec }: JournalContents["header"],
): ScorableAnswer[] {
  const ranksOf = (names: Iterable<string>) =>
    new Map([...new Set(names)].map((name, rank) => [name, rank]));
  const rankIn = (ranks: Map<string, number>, name: string): number => ranks.get(name) ?? -1;
  const conditions = ranksOf(spec.conditions.map(({ id }) => id));
  const occupations = ranksOf(spec.cells.map(({ occupation }) => occupation));
  return [...answers].sort(
    (a, b) =>
      rankIn(conditions, a.condition) - rankIn(conditions, b.condition) ||
      rankIn(occupations, a.occupation) - rankIn(occupations, b.occupation) ||
      ARMS.indexOf(a.arm) - ARMS.indexOf(b.arm) ||
      a.index - b.index,
  );
}
