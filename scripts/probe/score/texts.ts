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
  const excluded = new Map<string, Excluded>();
  const exclude = ({ condition, arm }: Answer, reason: Excluded["reason"]): void => {
    const key = `${condition}/${reason}`;
    const entry = excluded.get(key) ?? {
      condition,
      reason,
      count: 0,
      byArm: { neutral: 0, male: 0, female: 0 },
    };
    entry.count++;
    entry.byArm[arm]++;
    excluded.set(key, entry);
  };
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
    else exclude(answer, outcome);
  }
  const withoutPartner = unpaired(texts);
  for (const { answer } of texts) if (withoutPartner.has(answer)) exclude(answer, "unpaired");
  return {
    texts: texts.filter(({ answer }) => !withoutPartner.has(answer)),
    excluded: [...excluded.values()],
  };
}

/** Answers about women or men without the other answer of their pair, in conditions that have pairs. */
function unpaired(texts: readonly ScoredText[]): Set<Answer> {
  const gendered = texts.filter(({ answer }) => answer.arm !== "neutral");
  const paired = new Set(
    gendered
      .filter(({ answer }) => answer.pair !== undefined)
      .map(({ answer }) => answer.condition),
  );
  const keyOf = ({ condition, occupation, pair }: ScorableAnswer): string =>
    JSON.stringify([condition, occupation, pair]);
  const inPairs = gendered.filter(({ answer }) => paired.has(answer.condition));
  const arms = new Map<string, Set<Arm>>();
  for (const { answer } of inPairs)
    arms.set(keyOf(answer), (arms.get(keyOf(answer)) ?? new Set<Arm>()).add(answer.arm));
  return new Set(
    inPairs
      .filter(({ answer }) => answer.pair === undefined || arms.get(keyOf(answer))!.size < 2)
      .map(({ answer }) => answer),
  );
}

/** The texts of one condition by occupation and arm, in the order of the texts. */
export function textStrataOf(texts: readonly ScoredText[], condition: string): TextStratum[] {
  const strata = new Map<string, Record<Arm, Text[]>>();
  for (const { answer, words } of texts) {
    if (answer.condition !== condition) continue;
    const arms = strata.get(answer.occupation) ?? { neutral: [], male: [], female: [] };
    strata.set(answer.occupation, arms);
    arms[answer.arm].push({ words, index: answer.index, pair: answer.pair });
  }
  return [...strata].map(([name, arms]) => ({ name, ...arms }));
}

/** The mask of each occupation, from the prompts of all its arms. */
export function masksOf(answers: readonly Answer[]): Map<string, Mask> {
  const prompts = new Map<string, Set<string>>();
  for (const { occupation, prompt } of answers)
    prompts.set(occupation, (prompts.get(occupation) ?? new Set()).add(prompt));
  return new Map([...prompts].map(([occupation, set]) => [occupation, maskOf([...set].sort())]));
}

function inDesignOrder(
  answers: readonly ScorableAnswer[],
  { spec }: JournalContents["header"],
): ScorableAnswer[] {
  const rankOf = (names: Iterable<string>) =>
    new Map([...new Set(names)].map((name, rank) => [name, rank]));
  const conditions = rankOf(spec.conditions.map(({ id }) => id));
  const occupations = rankOf(spec.cells.map(({ occupation }) => occupation));
  const ranked = answers.map((answer) => ({
    answer,
    rank: [
      conditions.get(answer.condition) ?? -1,
      occupations.get(answer.occupation) ?? -1,
      ARMS.indexOf(answer.arm),
      answer.index,
    ],
  }));
  const compare = (a: readonly number[], b: readonly number[]): number => {
    for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! - b[k]!;
    return 0;
  };
  return ranked.sort((a, b) => compare(a.rank, b.rank)).map(({ answer }) => answer);
}
