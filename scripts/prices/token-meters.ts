import type { PricedTokens } from "./price";
import type { RetailRow } from "./retail-rows";

/**
 * Words of token meters. Names are irregular (`gpt 4o 1120 Inp regnl Tokens`,
 * `gpt-4o-mini-0718-Inp-glbl Tokens`, `GPT 5 Inpt DZone 1M Tokens`): so a name is read word by word,
 * and one with a word that is not known (`cached`, `Batch`) is the meter of something else.
 */
const DIRECTIONS: Record<PricedTokens["direction"], readonly string[]> = {
  input: ["inp", "inpt", "input"],
  output: ["outp", "outpt", "opt", "out", "output"],
};
const SCOPES = new Map<string, readonly string[]>([
  ["GlobalStandard", ["glbl", "gl", "global"]],
  ["DataZoneStandard", ["dzone", "dz", "datazone"]],
  ["Standard", ["regnl", "regional", "reg"]],
]);
/** Words that say nothing about which price it is. */
const NOISE = /^(tokens?|1[km]|std)$/;

/** Whether a row is the price of such tokens. */
export function isTokenMeter({ meterName }: RetailRow, priced: PricedTokens): boolean {
  const words = wordsOf(meterName.replace(/data zone/i, "datazone"));
  const model = wordsOf(priced.model);
  // Some names leave the first word out: `6-sol`.
  const start = [model, model.slice(1)].find((one) => startsWith(words, one));
  if (!start) return false;
  const version = priced.version.slice("2024-".length).replaceAll("-", "");
  const expected = [DIRECTIONS[priced.direction], SCOPES.get(priced.sku) ?? []];
  const rest = words.slice(start.length).filter((word) => word !== version && !NOISE.test(word));
  const places = rest.map((word) => expected.findIndex((known) => known.includes(word)));
  return places.sort((a, b) => a - b).join() === "0,1";
}

const wordsOf = (name: string): string[] => name.toLowerCase().split(/[\s-]+/);

const startsWith = (words: readonly string[], start: readonly string[]): boolean =>
  start.length > 0 && start.every((word, i) => words[i] === word);
