import { LEXICONS } from "./lexicon";

const { valence, boosters, dampeners, dampeningPhrases, negations, idioms } = LEXICONS.sentiment;
const setOf = (words: string): ReadonlySet<string> => new Set(words.split(" "));

const VALENCE: ReadonlyMap<string, number> = new Map(
  Object.entries(valence).flatMap(([value, words]) =>
    words.split(" ").map((word): [string, number] => [word, Number(value)]),
  ),
);
const DAMPENING_PHRASES: ReadonlySet<string> = new Set(dampeningPhrases);
const NEGATIONS = setOf(negations);
const IDIOMS: ReadonlyMap<string, number> = new Map(Object.entries(idioms));
/** The first words of phrases: only there is one looked for. */
const FIRST_WORDS: ReadonlySet<string> = new Set(
  [...IDIOMS.keys(), ...DAMPENING_PHRASES].map((phrase) => phrase.split(" ", 1)[0]!),
);

/** What a booster adds to the size of a valence, and a dampener takes from it. */
const BOOST = 0.293;
const BOOSTS: ReadonlyMap<string, number> = new Map([
  ...[...setOf(boosters)].map((word) => [word, BOOST] as const),
  ...[...setOf(dampeners)].map((word) => [word, -BOOST] as const),
]);
/** How much of it is left at a distance of one, two and three words. */
const BOOST_LEFT = [1, 0.95, 0.9];
const CAPITALS = 0.733;
const NEGATION = -0.74;
const NEVER_SO = 1.25;
const BEFORE_BUT = 0.5;
const AFTER_BUT = 1.5;
const EXCLAMATION = 0.292;
const MAX_EXCLAMATIONS = 4;
/** What so many question marks add; more than four add what four do. */
const QUESTIONS = [0, 0, 0.36, 0.54, 0.96];
/** The square of the total at which a compound is the root of a half. */
const ALPHA = 15;
/** A total nearer to 0 than this is 0 but for rounding, and has no sign. */
const NO_TOTAL = 1e-9;

/** Where an idiom with the word at 0 may begin and end; the first one found counts. */
const IDIOM_PLACES: readonly (readonly [from: number, to: number])[] = [
  [0, 2],
  [0, 1],
  [-1, 0],
  [-2, 0],
  [-2, -1],
  [-3, -1],
  [-3, -2],
];

/** Valence of a word from −4 to +4; undefined when VADER does not list it. */
export const valenceOf = (token: string): number | undefined => VALENCE.get(token);

/** A word as the rules read it. */
export interface RatedWord {
  /** In lower case. */
  token: string;
  isUpperCase: boolean;
  /** Undefined for a word that VADER does not list, and for one that shall not count. */
  valence: number | undefined;
}

/** A sentence as the rules read it. */
export interface RatedSentence {
  words: readonly RatedWord[];
  exclamationMarks: number;
  questionMarks: number;
}

/**
 * VADER's compound of one sentence, from −1 to +1: the valences of its words, changed by the words
 * before them, by "but", capitals and marks, and normalised. The rules and their figures are those
 * of Hutto & Gilbert (2014) as in vaderSentiment 3.3.2, but for two faults: there, "but" may weight
 * the wrong one of two words with equal values, and "no," with its comma is not "no".
 */
export function compoundOf({ words, exclamationMarks, questionMarks }: RatedSentence): number {
  if (words.every(({ valence: listed }) => listed === undefined)) return 0;
  const upper = words.filter(({ isUpperCase }) => isUpperCase).length;
  const hasEmphasis = upper > 0 && upper < words.length;
  const but = words.findIndex(({ token }) => token === "but");
  let total = 0;
  for (const at of words.keys()) total += butWeight(at, but) * valenceAt(words, at, hasEmphasis);
  if (Math.abs(total) < NO_TOTAL) return 0;
  const marks =
    EXCLAMATION * Math.min(MAX_EXCLAMATIONS, exclamationMarks) +
    QUESTIONS[Math.min(QUESTIONS.length - 1, questionMarks)]!;
  const emphasised = total + Math.sign(total) * marks;
  return emphasised / Math.sqrt(emphasised ** 2 + ALPHA);
}

function butWeight(at: number, but: number): number {
  if (but === -1 || at === but) return 1;
  if (at < but) return BEFORE_BUT;
  return AFTER_BUT;
}

/** A value that capitals move away from 0, which counts as negative. */
const inCapitals = (value: number): number => value + (value > 0 ? CAPITALS : -CAPITALS);

/** The valence of a word in its sentence. */
function valenceAt(words: readonly RatedWord[], at: number, hasEmphasis: boolean): number {
  const { token, isUpperCase, valence: listed } = words[at]!;
  if (listed === undefined) return 0;
  if (token === "kind" && words[at + 1]?.token === "of") return 0;
  let value = listed;
  if (token === "no" && words[at + 1]?.valence !== undefined) value = 0;
  if (followsNo(words, at)) value = listed * NEGATION;
  if (hasEmphasis && isUpperCase) value = inCapitals(value);
  for (let k = 0; k < BOOST_LEFT.length; k++) {
    const other = words[at - k - 1];
    if (other === undefined || other.valence !== undefined) continue;
    value += BOOST_LEFT[k]! * boostBy(other, value, hasEmphasis);
    value *= negationFactor(words, at, k + 1);
    if (k === 2) value = withPhrases(value, words, at);
  }
  if (isLeast(words, at)) value *= NEGATION;
  return value;
}

const tokenAt = (words: readonly RatedWord[], at: number): string => words[at]?.token ?? "";

/** Whether a "no" before the word negates it: "no good", "no real good", "no better or good". */
function followsNo(words: readonly RatedWord[], at: number): boolean {
  if (tokenAt(words, at - 1) === "no" || tokenAt(words, at - 2) === "no") return true;
  const before = tokenAt(words, at - 1);
  return (before === "or" || before === "nor") && tokenAt(words, at - 3) === "no";
}

/** What a word before a value adds to it. */
function boostBy({ token, isUpperCase }: RatedWord, value: number, hasEmphasis: boolean): number {
  const boost = BOOSTS.get(token);
  if (boost === undefined) return 0;
  const added = value < 0 ? -boost : boost;
  if (hasEmphasis && isUpperCase) return added + inCapitals(value) - value;
  return added;
}

const isSo = (token: string): boolean => token === "so" || token === "this";

/** What the word so many places before one does to its valence. */
function negationFactor(words: readonly RatedWord[], at: number, distance: number): number {
  const word = tokenAt(words, at - distance);
  const neverSo = word === "never" && distance > 1 && isSo(tokenAt(words, at - distance + 1));
  if (neverSo || (distance === 3 && isSo(tokenAt(words, at - 1)))) return NEVER_SO;
  if (!NEGATIONS.has(word) && !word.includes("n't")) return 1;
  const between = words.slice(at - distance + 1, at);
  return word === "without" && between.some(({ token }) => token === "doubt") ? 1 : NEGATION;
}

/** The value of an idiom in place of a word's own; "kind of" before a word dampens it. */
function withPhrases(value: number, words: readonly RatedWord[], at: number): number {
  const nearby = words.slice(at - 3, at + 1);
  if (!nearby.some(({ token }) => FIRST_WORDS.has(token))) return value;
  const phrase = ([from, to]: readonly [number, number]): string =>
    words
      .slice(at + from, at + to + 1)
      .map(({ token }) => token)
      .join(" ");
  const idiom = IDIOM_PLACES.map((place) => IDIOMS.get(phrase(place))).find(
    (found) => found !== undefined,
  );
  const dampening = [phrase([-3, -2]), phrase([-2, -1])].filter((one) =>
    DAMPENING_PHRASES.has(one),
  );
  return (idiom ?? value) - BOOST * dampening.length;
}

/** Whether "least" stands before the word, and not "at least" or "very least". */
function isLeast(words: readonly RatedWord[], at: number): boolean {
  const second = tokenAt(words, at - 2);
  return tokenAt(words, at - 1) === "least" && second !== "at" && second !== "very";
}
