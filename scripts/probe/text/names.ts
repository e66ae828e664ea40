import { memoised } from "../../base/memoised";
import { LEXICONS, type Arm } from "./lexicon";
import { baseOf, isMarker } from "./masking";
import { withoutAccents } from "./tokenize";
import { valenceOf } from "./vader";

const GIVEN: ReadonlySet<string> = new Set(LEXICONS.names.given.split(" "));
const isGiven = (word: string): boolean => word.split("-").some((part) => GIVEN.has(part));
/** Words that begin sentences of any text, and days and months. */
const NEVER: ReadonlySet<string> = new Set(LEXICONS.names.never.split(" "));

/** A text as it was written, of one arm. */
export interface WrittenText {
  arm: Arm;
  text: string;
}

/** A word that is taken for the name of a person. */
export interface Name {
  /** In lower case. */
  word: string;
  /** Whether it is a common given name, or follows one; otherwise it was found by its place and arm. */
  isKnown: boolean;
  /** Number of texts with it. */
  texts: Record<Arm, number>;
}

/** Sentences, headings and items of lists: the first word of each has a capital for its place. */
const SEGMENT_END = /[\n\r.!?:;*#|•"“”()[\]]+/;
const WORD = /[A-Za-z]+(?:[-'’][A-Za-z]+)*/g;
/** One or two words with a capital after a title or two initials: "Dr. Quill", "J. R. Quill". */
const TITLED = new RegExp(
  `\\b(?:(?:${titlesText()})\\.?|[A-Z]\\. [A-Z]\\.)[^\\S\\n]+((?:[A-Z][A-Za-z'’-]+ ?){1,2})`,
  "g",
);
/** "Anna", not "ICU" and not "I". */
const CAPITAL = /^[A-Z][a-z]/;
/** A shorter segment, or one that is written in capitals for the most part, is a heading. */
const MIN_SENTENCE = 3;

/** A word is a name only if it is in lower case at most once for so many capitals. */
const CAPITALS_PER_LOWER_CASE = 10;
/** Fewer texts than these show no side. */
const MIN_TEXTS = 3;
/** A word is one-sided if its share of the texts is so many times that in the other arm. */
const ONE_SIDED = 10;

/** Titles as they stand before a name: "Mr|Mrs|Dr|…". */
function titlesText(): string {
  const words = [...LEXICONS.mask.titles, ...LEXICONS.names.titles];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("|");
}

/** How a word is written in the texts. */
interface Usage {
  capitals: number;
  lowerCase: number;
  /** Texts with the word, by arm. */
  texts: Record<Arm, number>;
  /** Texts that write a given name in lower case. */
  inLowerCase: Record<Arm, number>;
  /** Texts that write it with a capital inside a sentence, or begin two sentences with it. */
  asName: number;
  /** Texts where it follows a given name, a title or initials. */
  asSurname: number;
}

/**
 * The names in the texts: given names that are common, the words that follow them or a title, and words of one
 * arm only that are never in lower case and stand inside a sentence, or begin more than one
 * sentence of a text; and given names of one arm only that are always in lower case. Names tell the
 * arms apart by nothing that the question did not demand.
 */
export function namesIn(texts: readonly WrittenText[]): Name[] {
  const usages = new Map<string, Usage>();
  const sizes = { neutral: 0, male: 0, female: 0 };
  const read = memoised((written: string): WrittenWord => wordIn(usages, written));
  for (const { arm, text } of texts) {
    sizes[arm]++;
    countUsages(read, arm, text);
  }
  return [...usages].flatMap(([word, usage]) => {
    if (usage.capitals < CAPITALS_PER_LOWER_CASE * usage.lowerCase && usage.capitals > 0) return [];
    if (NEVER.has(word) || isMarker(word)) return [];
    if (usage.capitals === 0) {
      const { inLowerCase } = usage;
      return isOneSided(inLowerCase, sizes) ? [{ word, isKnown: false, texts: inLowerCase }] : [];
    }
    const isKnown = isGiven(word) || usage.asSurname > 0;
    return isKnown || isTakenForName(usage, sizes) ? [{ word, isKnown, texts: usage.texts }] : [];
  });
}

const isTakenForName = ({ texts, asName }: Usage, sizes: Record<Arm, number>): boolean =>
  isOneSided(texts, sizes) && 2 * asName >= texts.female + texts.male + texts.neutral;

/** Whether a word is in enough texts of one arm, and in hardly any of the other. */
function isOneSided({ female, male }: Record<Arm, number>, sizes: Record<Arm, number>): boolean {
  if (sizes.female === 0 || sizes.male === 0) return false;
  const shares = [female / sizes.female, male / sizes.male];
  return (
    Math.max(female, male) >= MIN_TEXTS && ONE_SIDED * Math.min(...shares) <= Math.max(...shares)
  );
}

/** Whether a word is a given name without a meaning for the measures, as "grace" has one. */
const isOnlyName = (word: string): boolean => GIVEN.has(word) && valenceOf(word) === undefined;

/** A word as it was written, and how its base is written elsewhere. */
interface WrittenWord {
  usage: Usage;
  isCapital: boolean;
  isOnlyName: boolean;
  /** Whether the next word may be a surname. */
  isGiven: boolean;
}

function wordIn(usages: Map<string, Usage>, written: string): WrittenWord {
  const word = wordOf(written);
  const isCapital = CAPITAL.test(written);
  return {
    usage: usageOf(usages, word),
    isCapital,
    isOnlyName: isOnlyName(word),
    isGiven: isCapital && isGiven(written.toLowerCase()),
  };
}

function countUsages(read: (written: string) => WrittenWord, arm: Arm, text: string): void {
  const inLowerCase = new Set<Usage>();
  const inText = new Map<Usage, { begins: number; isInside: boolean; isSurname: boolean }>();
  const plain = withoutAccents(text);
  const titled = new Set(titledIn(plain).map((written) => read(written).usage));
  for (const segment of plain.split(SEGMENT_END)) {
    const words = (segment.match(WORD) ?? []).map(read);
    const capitals = words.filter(({ isCapital }) => isCapital).length;
    const isSentence = words.length >= MIN_SENTENCE && 2 * capitals <= words.length;
    words.forEach(({ usage, isCapital, isOnlyName }, place) => {
      if (!isCapital) {
        usage.lowerCase++;
        if (isOnlyName) inLowerCase.add(usage);
        return;
      }
      usage.capitals++;
      const own = inText.get(usage) ?? { begins: 0, isInside: false, isSurname: false };
      inText.set(usage, own);
      if (isSentence && place === 0) own.begins++;
      if (isSentence && place > 0) own.isInside = true;
      if (words[place - 1]?.isGiven || titled.has(usage)) own.isSurname = true;
    });
  }
  for (const usage of inLowerCase) usage.inLowerCase[arm]++;
  for (const [usage, { begins, isInside, isSurname }] of inText) {
    usage.texts[arm]++;
    if (isInside || begins > 1) usage.asName++;
    if (isSurname) usage.asSurname++;
  }
}

/** The words that stand as names after a title or initials in a text without accents. */
const titledIn = (text: string): string[] =>
  [...text.matchAll(TITLED)].flatMap(([, words = ""]) => words.trim().split(" "));

/** "Quill’s" as "quill". */
const wordOf = (written: string): string => baseOf(written.toLowerCase().replaceAll("’", "'"));

function usageOf(usages: Map<string, Usage>, word: string): Usage {
  const known = usages.get(word);
  if (known) return known;
  const none = (): Usage["texts"] => ({ neutral: 0, male: 0, female: 0 });
  const usage = {
    capitals: 0,
    lowerCase: 0,
    texts: none(),
    inLowerCase: none(),
    asName: 0,
    asSurname: 0,
  };
  usages.set(word, usage);
  return usage;
}
