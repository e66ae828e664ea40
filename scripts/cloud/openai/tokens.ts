/** A token of the simulation: a word or a mark, with the white space around it. */
const TOKEN = /\s*(?:[\p{L}\p{N}]+|[^\p{L}\p{N}\s])(?:\s+$)?/gu;

/** The tokens of a text, which join to the whole text. White space alone has none. */
export const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];

/** Number of tokens of a text. */
export const countTokens = (text: string): number => tokensOf(text).length;
