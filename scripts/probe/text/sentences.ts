import { LEXICONS } from "./lexicon";
import type { TokenSpan } from "./tokenize";

const END = new RegExp(LEXICONS.sentence.end);
const NEW_LINE = /[\n\r\u2028\u2029]/;
const ABBREVIATIONS: ReadonlySet<string> = new Set(LEXICONS.sentence.abbreviations.split(" "));

/** A sentence of a text. */
export interface Sentence<T extends TokenSpan> {
  tokens: T[];
  /** From its first word to the next sentence: all its marks are in it. */
  text: string;
}

/**
 * The sentences of a text, from its tokens or the first of them. They end with a mark and a space,
 * or with their line, as those of a list do. "Dr. Smith" and "J. Smith" are in one sentence.
 */
export function sentencesOf<T extends TokenSpan>(
  text: string,
  tokens: readonly T[],
): Sentence<T>[] {
  const sentences: Sentence<T>[] = [];
  let open: T[] = [];
  for (const [place, token] of tokens.entries()) {
    open.push(token);
    const next = tokens[place + 1]?.start ?? startOfNextWord(text, token.end);
    const isLast = place === tokens.length - 1;
    if (!isLast && !endsSentence(token.token, text.slice(token.end, next))) continue;
    sentences.push({ tokens: open, text: text.slice(open[0]!.start, next) });
    open = [];
  }
  return sentences;
}

/** Whether a sentence ends after a word, by what stands between it and the next one. */
function endsSentence(token: string, gap: string): boolean {
  if (gap === " " || !END.test(gap)) return false;
  return (token.length > 1 && !ABBREVIATIONS.has(token)) || NEW_LINE.test(gap);
}

function startOfNextWord(text: string, from: number): number {
  const distance = text.slice(from).search(/[a-z]/i);
  return distance === -1 ? text.length : from + distance;
}
