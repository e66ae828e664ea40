import { LabError } from "../../../infra/errors";
import { valenceOf } from "../metrics/sentiment";
import { isFeminineCoded, isMasculineCoded } from "../metrics/gender-coded-wording";
import { isMarker } from "../text/masking";
import { tokenize } from "../text/tokenize";
import type { ScoredText } from "./texts";

/** Frequent English words: about half of any English text, and few words of a text in another language. */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    "the a an and or but of to in on at by for with from as is are was were be been has have had do does not " +
    "this that these those it its they them their who which what when how all more most can will may also"
  ).split(" "),
);

/** Known words are about half of English prose, a third of a list of English adjectives, a twentieth of German. */
const MIN_KNOWN_SHARE = 0.12;
/** Texts with fewer tokens (labels, single words) do not show their language. */
const SENTENCE_TOKENS = 8;
/** Fewer tokens than this altogether do not show a language either. */
const MIN_WORDS = 50;
/** Number of texts that are checked, spread evenly over all. */
const SAMPLE_SIZE = 2_000;
/** With fewer words than one in this many characters, a text is in a script that the tokenizer does not cover. */
const CHARACTERS_PER_WORD = 40;

const isKnown = (token: string): boolean =>
  COMMON_WORDS.has(token) ||
  isMarker(token) ||
  valenceOf(token) !== 0 ||
  isMasculineCoded(token) ||
  isFeminineCoded(token);

/**
 * Checks that the answers are in English. The metrics are English word lists: they would find nothing
 * in another language, which would look like a difference within the margin.
 * @throws LabError `journal` for answers that are not English.
 */
export function assertEnglish(texts: readonly ScoredText[]): void {
  const step = Math.max(1, Math.floor(texts.length / SAMPLE_SIZE));
  const sample = texts.filter((_, k) => k % step === 0).map(({ answer }) => answer.text);
  const all = sample.map(tokenize);
  const sentences = all.filter(({ length }) => length >= SENTENCE_TOKENS);
  const tokens = sentences.flat();
  const words = all.reduce((sum, { length }) => sum + length, 0);
  const characters = sample.reduce((sum, text) => sum + text.trim().length, 0);
  const known = tokens.filter(isKnown).length / Math.max(1, tokens.length);
  const unknownScript =
    characters > MIN_WORDS * CHARACTERS_PER_WORD && words * CHARACTERS_PER_WORD < characters;
  const foreign =
    tokens.length >= MIN_WORDS && 2 * sentences.length > all.length && known < MIN_KNOWN_SHARE;
  if (!unknownScript && !foreign) return;
  const found = unknownScript
    ? "hardly any can be told apart"
    : `only ${Math.round(100 * known)} % are known`;
  throw new LabError("journal", `the answers do not read like English: of their words ${found}`, {
    cure: "the measures are English word lists, and would find no difference in any other language: ask, or record, in English",
  });
}
