import { LEXICONS } from "./lexicon";

const TOKEN = new RegExp(LEXICONS.token, "g");

/** A token and its position in the original text. `end` is exclusive. */
export interface TokenSpan {
  token: string;
  start: number;
  end: number;
}

const ACCENTED = /[\u00c0-\u024f\u1e00-\u1eff]/g;
const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries(LEXICONS.letters).flatMap(([letter, plain]): [string, string][] => [
    [letter, plain],
    [letter.toUpperCase(), plain.toUpperCase()],
  ]),
);

/**
 * A text whose Latin letters have lost their accents: "Léa" is one word, and not "l" and "a". It is as
 * long as before, so that positions fit the original.
 */
export const withoutAccents = (text: string): string =>
  text.replace(ACCENTED, (letter) => LETTERS.get(letter) ?? letter.normalize("NFD")[0]!);

/** Whether a text has no other characters than those of ASCII, as most have. */
export const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

/** Lower-cases ASCII letters only: others might become two characters. */
const lower = (text: string): string =>
  isAscii(text)
    ? text.toLowerCase()
    : withoutAccents(text)
        .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
        .replaceAll("’", "'");

/**
 * The tokens of a text with their positions. The notebook uses the same pattern
 * (`notebooks/lexicons.json`).
 */
export function tokenSpans(text: string): TokenSpan[] {
  const lowered = lower(text);
  let end = 0;
  // No letter stands between two tokens, so that the next one is where its letters are found first.
  return (lowered.match(TOKEN) ?? []).map((token) => {
    const start = lowered.indexOf(token, end);
    end = start + token.length;
    return { token, start, end };
  });
}

/** The tokens of a text: lower-case English words, with inner hyphens and apostrophes. */
export const tokenize = (text: string): string[] => lower(text).match(TOKEN) ?? [];
