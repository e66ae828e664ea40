import type { Logprob, TokenLogprob } from "../../model";
import { tokensOf } from "../../tokens";

/**
 * The probability of each token of a text after the token before it, as it is among samples of the
 * same question: the shares of a bigram model of the samples and the text itself. They are the
 * planted model's own frequencies, so a planted effect shows in them.
 * @param top number of the likeliest tokens to list at each place
 */
export function bigramLogprobs(
  text: string,
  samples: readonly string[],
  top: number,
): TokenLogprob[] {
  const counts = new Map<string, Map<string, number>>();
  for (const one of [text, ...samples]) {
    let previous = "";
    for (const token of tokensOf(one)) {
      const next = counts.get(previous) ?? new Map<string, number>();
      counts.set(previous, next.set(token, (next.get(token) ?? 0) + 1));
      previous = token;
    }
  }
  let previous = "";
  return tokensOf(text).map((token) => {
    const ranked = ranking(counts.get(previous)!);
    previous = token;
    return { ...ranked.find((one) => one.token === token)!, top: ranked.slice(0, top) };
  });
}

/** Tokens by falling probability; equal ones in the order of their texts. */
function ranking(next: ReadonlyMap<string, number>): Logprob[] {
  const total = [...next.values()].reduce((sum, count) => sum + count, 0);
  return [...next]
    .map(([token, count]) => ({ token, logprob: Math.log(count / total) }))
    .sort((a, b) => b.logprob - a.logprob || a.token.localeCompare(b.token));
}
