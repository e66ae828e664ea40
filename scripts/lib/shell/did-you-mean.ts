import { suggest } from "../../../infra/config/suggest";

/** `Did you mean "probe"?`, after a space; empty without a similar word. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const nearest = suggest(word, candidates);
  return nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
}
