import type { Answer, JournalContents } from "../journal";
import { ARMS, type Arm } from "../lexicon";
import { maskedWords, maskOf, type Mask } from "../masking";
import { outcomeOf, type Outcome } from "../outcome";
import type { Text, TextStratum } from "../metrics/metric";

/** An answer that can be scored, with the words a text metric sees. */
export interface ScoredText {
  answer: Answer;
  words: readonly string[];
}

/** Answers that are no texts, by reason and arm: outcomes, never dropped silently. */
export interface Excluded {
  condition: string;
  reason: Exclude<Outcome, "answered">;
  count: number;
  byArm: Record<Arm, number>;
}

/** The answers of a journal, ordered by id's parts so that the order of asking does not matter to any figure. */
export function textsOf({ answers, header }: JournalContents): { texts: ScoredText[]; excluded: Excluded[] } {
  const masks = masksOf(answers);
  const texts: ScoredText[] = [];
  const excluded = new Map<string, Excluded>();
  for (const answer of inOrder(answers, header)) {
    const outcome = outcomeOf(answer);
    if (outcome === "answered") {
      texts.push({ answer, words: maskedWords(answer.text, masks.get(answer.occupation)!) });
      continue;
    }
    const key = `${answer.condition}/${outcome}`;
    const entry = excluded.get(key) ?? {
      condition: answer.condition,
      reason: outcome,
      count: 0,
      byArm: { neutral: 0, male: 0, female: 0 },
    };
    entry.count++;
    entry.byArm[answer.arm]++;
    excluded.set(key, entry);
  }
  return { texts, excluded: [...excluded.values()] };
}

/** The texts of one condition by occupation and arm, in the order of the texts. */
export function textStrataOf(texts: readonly ScoredText[], condition: string): TextStratum[] {
  const strata = new Map<string, Record<Arm, Text[]>>();
  for (const { answer, words } of texts) {
    if (answer.condition !== condition) continue;
    const arms = strata.get(answer.occupation) ?? { neutral: [], male: [], female: [] };
    strata.set(answer.occupation, arms);
    arms[answer.arm].push({ words, index: answer.index });
  }
  return [...strata].map(([name, arms]) => ({ name, ...arms }));
}

/** One mask per occupation, from the prompts of all its arms. */
export function masksOf(answers: readonly Answer[]): Map<string, Mask> {
  const prompts = new Map<string, Set<string>>();
  for (const { occupation, prompt } of answers)
    prompts.set(occupation, (prompts.get(occupation) ?? new Set()).add(prompt));
  return new Map([...prompts].map(([occupation, set]) => [occupation, maskOf([...set].sort())]));
}

function inOrder(answers: readonly Answer[], { spec }: JournalContents["header"]): Answer[] {
  const conditions = spec.conditions.map(({ id }) => id);
  const occupations = [...new Set(spec.cells.map(({ occupation }) => occupation))];
  const rank = ({ condition, occupation, arm, index }: Answer): number[] => [
    conditions.indexOf(condition),
    occupations.indexOf(occupation),
    ARMS.indexOf(arm),
    index,
  ];
  return [...answers].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    return left.map((value, k) => value - right[k]!).find((difference) => difference !== 0) ?? 0;
  });
}
