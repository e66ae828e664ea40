import { groupBy } from "../../base/group-by";
import type { Answer, JournalContents } from "../journal";
import { ARMS, type Arm } from "../text/lexicon";
import { maskOf, windowOf, wordsOf, type Mask, type WindowToken } from "../text/masking";
import { namesIn, type Name } from "../text/names";
import { outcomeOf, type Outcome } from "../text/outcome";
import { repeatedAnswers } from "./copies";
import { isEnglish } from "./english";
import {
  mayDifferByLength,
  commonLengths,
  withEqualLengths,
  withoutCutWord,
} from "./equal-lengths";
import type { Text, TextStratum } from "../metrics/metric";
import { meanCompound, weightedCompound } from "../metrics/sentiment";
import type { ScorableAnswer, ScoredText } from "./scored-text";

export type { ScorableAnswer, ScoredText } from "./scored-text";

/** A journal, or recorded answers in the form of one. */
export interface ScorableJournal extends JournalContents {
  answers: ScorableAnswer[];
  /** Present for answers from a file: its name, what in it was taken for what, and notes for the reader. */
  recorded?: {
    file: string;
    taken: string;
    notes: readonly string[];
    /** Whether the answers have values of own columns alone. */
    isWithoutTexts?: boolean;
  };
  /** Further words to mask, in lower case: names that the user gave. */
  mask?: readonly string[];
}

/** Answers that cannot be scored, counted by condition, reason and arm. */
export interface Excluded {
  condition: string;
  /** `unpaired`: the other answer of its pair has no text. */
  reason: Exclude<Outcome, "answered"> | "unpaired";
  count: number;
  byArm: Record<Arm, number>;
  /** The beginning of the first one; absent where none has a text. */
  example?: string;
}

/** Characters of an excluded answer that are shown. */
const EXAMPLE_LENGTH = 160;

/** The answers of a journal with a text, and the excluded ones. Their order does not depend on the order of asking. */
export function textsOf(journal: ScorableJournal): {
  texts: ScoredText[];
  excluded: Excluded[];
  /** Names found in the answers, by condition. */
  names: Map<string, Name[]>;
} {
  if (journal.recorded?.isWithoutTexts) return { texts: [], excluded: [], names: new Map() };
  const excluded: { answer: Answer; reason: Excluded["reason"] }[] = [];
  const answered: { answer: ScorableAnswer; isEnglish: boolean }[] = [];
  for (const answer of inDesignOrder(journal.answers, journal.header)) {
    const outcome = outcomeOf(answer);
    if (outcome === "answered") answered.push({ answer, isEnglish: isEnglish(answer.text) });
    else excluded.push({ answer, reason: outcome });
  }
  const names = new Map(
    [...groupBy(answered, ({ answer }) => answer.condition)].map(([condition, own]) => [
      condition,
      // The nouns of a German text all look like names.
      namesIn(own.flatMap((text) => (text.isEnglish ? text.answer : []))),
    ]),
  );
  const windowIn = windowByMask(journal, names);
  const shared = sharedWords();
  const withoutPartner = unpaired(answered.map(({ answer }) => answer));
  for (const answer of withoutPartner) excluded.push({ answer, reason: "unpaired" });
  const scored = answered.filter(({ answer }) => !withoutPartner.has(answer));
  const repeated = repeatedAnswers(scored.map(({ answer }) => answer));
  const texts = scored.map(({ answer, isEnglish }) => {
    const window = windowIn(answer);
    const words = wordsOf(window).map(shared);
    const compound = meanCompound(answer.text, window);
    const isRepeated = repeated.has(answer);
    return { answer, words, compound, available: words.length, isEnglish, isRepeated };
  });
  return {
    texts: equallyLong(texts, windowIn),
    excluded: countExcluded(excluded),
    names,
  };
}

/** The first so many words of an answer that are not masked, with what is masked between them. */
type WindowReader = (answer: Answer, words?: number) => WindowToken[];

/** The window of an answer, by the mask of its condition and occupation. */
function windowByMask(
  { answers, mask = [] }: ScorableJournal,
  names: ReadonlyMap<string, readonly Name[]>,
): WindowReader {
  const masks = new Map(
    [...names].map(([condition, found]) => [
      condition,
      masksOf(answers, new Set([...mask, ...found.map(({ word }) => word)])),
    ]),
  );
  return ({ condition, occupation, text }, words) =>
    windowOf(text, masks.get(condition)!.get(occupation)!, words);
}

/** Makes the arms equally long, and adds the beginnings in conditions whose arms may differ by length alone. */
function equallyLong(texts: readonly ScoredText[], windowIn: WindowReader): ScoredText[] {
  const beginningOf = (answer: Answer, length: number): ScoredText["beginning"] => {
    const text = withoutCutWord(answer.text);
    const window = windowIn({ ...answer, text }, length);
    return { words: wordsOf(window), compound: weightedCompound(text, window) };
  };
  return [...groupBy(texts, ({ answer }) => answer.condition).values()].flatMap((own) => {
    const compared = withEqualLengths(own);
    if (!mayDifferByLength(own, compared)) return compared;
    const lengthOf = commonLengths(own);
    return compared.map((text) => ({
      ...text,
      beginning: beginningOf(text.answer, lengthOf(text.answer.occupation)),
    }));
  });
}

/** Lets equal words share one string, which saves memory: 100,000 texts have few distinct words. */
function sharedWords(): (word: string) => string {
  const known = new Map<string, string>();
  return (word) => {
    const same = known.get(word);
    if (same !== undefined) return same;
    known.set(word, word);
    return word;
  };
}

function countExcluded(
  excluded: readonly { answer: Answer; reason: Excluded["reason"] }[],
): Excluded[] {
  const groups = groupBy(excluded, ({ answer, reason }) => `${answer.condition}/${reason}`);
  return [...groups.values()].map((group) => {
    const { answer, reason } = group[0]!;
    const byArm = { neutral: 0, male: 0, female: 0 };
    for (const one of group) byArm[one.answer.arm]++;
    const said = group.map((one) => (one.answer.refusal ?? one.answer.text).trim());
    const example = said.find((text) => text !== "")?.slice(0, EXAMPLE_LENGTH);
    return {
      condition: answer.condition,
      reason,
      count: group.length,
      byArm,
      ...(example !== undefined && { example }),
    };
  });
}

/** Answers about women or men without the other answer of their pair, in conditions that have pairs. */
function unpaired(answers: readonly ScorableAnswer[]): Set<Answer> {
  const gendered = answers.filter(({ arm }) => arm !== "neutral");
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

/** The texts of one condition by occupation and arm that count, in the order of the texts. */
export function textStrataOf(texts: readonly ScoredText[], condition: string): TextStratum[] {
  const own = texts.filter(
    ({ answer, isRepeated }) => answer.condition === condition && !isRepeated,
  );
  return [...groupBy(own, ({ answer }) => answer.occupation)].map(([name, group]) => {
    const inArm = (arm: Arm): Text[] =>
      group
        .filter(({ answer }) => answer.arm === arm)
        .map(({ answer: { index, pair, seat }, words, compound }) => ({
          ...{ words, compound, index, pair, seat },
        }));
    return { name, neutral: inArm("neutral"), male: inArm("male"), female: inArm("female") };
  });
}

/** The mask of each occupation, from the prompts of all its arms and from names. */
export function masksOf(
  answers: readonly Answer[],
  names?: ReadonlySet<string>,
): Map<string, Mask> {
  const groups = groupBy(answers, ({ occupation }) => occupation);
  return new Map(
    [...groups].map(([occupation, own]) => [
      occupation,
      maskOf(distinctSorted(own.map(({ prompt }) => prompt)), names),
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
