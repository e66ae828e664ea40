import { isJsonObject } from "../../../infra/json-object";

/** Characters from which on it matters whether a text is kept twice. */
const LONG = 4096;
/** How many long texts are remembered. */
const MAX_REMEMBERED = 64;

/**
 * Keeps long texts that several values have once in memory: every seat of a class has the files of
 * the same notebook, a quarter of a mebibyte. Only the last ones are remembered, so that none is kept
 * for long once no value has it.
 */
export class SharedTexts {
  private readonly known = new Map<string, string>();

  /** An equal value, whose own long texts are those of earlier values where they are equal. */
  share<T>(value: T): T {
    if (!isJsonObject(value)) return value;
    const long = Object.entries(value).filter(([, text]) => isLong(text)) as [string, string][];
    if (long.length === 0) return value;
    return { ...value, ...Object.fromEntries(long.map(([key, text]) => [key, this.one(text)])) };
  }

  private one(text: string): string {
    const known = this.known.get(text) ?? text;
    // The last one asked for stays the longest.
    this.known.delete(text);
    this.known.set(known, known);
    if (this.known.size > MAX_REMEMBERED) this.known.delete(this.known.keys().next().value!);
    return known;
  }
}

const isLong = (text: unknown): boolean => typeof text === "string" && text.length >= LONG;
