import { LabError } from "../../../infra/errors";
import { valenceOf } from "../metrics/sentiment";
import { isFeminineCoded, isMasculineCoded } from "../metrics/gender-coded-wording";
import { isMarker } from "../text/masking";
import { tokenize } from "../text/tokenize";
import type { ScoredText } from "./texts";

/** The words that make up half of any English text; none of them is frequent in a text of another language as a whole. */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    "the a an and or but of to in on at by for with from as is are was were be been has have had do does not " +
    "this that these those it its they them their who which what when how all more most can will may also"
  ).split(" "),
);

/** English prose has about half of its words in these lists, a list of English adjectives a third, German a twentieth. */
const MIN_KNOWN_SHARE = 0.12;
/** Shorter texts say nothing about a language: labels, single words. */
const SENTENCE_TOKENS = 8;
/** Nor do fewer words than this altogether. */
const MIN_WORDS = 50;
/** So many texts are looked at, spread evenly. */
const SAMPLE_SIZE = 2_000;
/** Scripts that the tokens of the instrument do not cover leave a text with less than one word in this many characters. */
const CHARACTERS_PER_WORD = 40;

const isKnown = (token: string): boolean =>
  COMMON_WORDS.has(token) ||
  isMarker(token) ||
  valenceOf(token) !== 0 ||
  isMasculineCoded(token) ||
  isFeminineCoded(token);

/**
 * The measures are English word lists: to texts in another language they are blind, and blindness would read as a
 * difference within the margin.
 * @throws LabError `journal` for answers that are not English.
 */
export function assertEnglish(texts: readonly ScoredText[]): void {
  const step = Math.max(1, Math.floor(texts.length / SAMPLE_SIZE));
  const some = texts.filter((_, k) => k % step === 0).map(({ answer }) => answer.text);
  const all = some.map(tokenize);
  const sentences = all.filter(({ length }) => length >= SENTENCE_TOKENS);
  const tokens = sentences.flat();
  const words = all.reduce((sum, { length }) => sum + length, 0);
  const characters = some.reduce((sum, text) => sum + text.trim().length, 0);
  const known = tokens.filter(isKnown).length / Math.max(1, tokens.length);
  const blind =
    characters > MIN_WORDS * CHARACTERS_PER_WORD && words * CHARACTERS_PER_WORD < characters;
  const foreign =
    tokens.length >= MIN_WORDS && 2 * sentences.length > all.length && known < MIN_KNOWN_SHARE;
  if (!blind && !foreign) return;
  const found = blind
    ? "hardly any can be told apart"
    : `only ${Math.round(100 * known)} % are known`;
  throw new LabError("journal", `the answers do not read like English: of their words ${found}`, {
    cure: "the measures are English word lists, and would find no difference in any other language: ask, or record, in English",
  });
}
