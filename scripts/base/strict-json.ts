/** A string, with the colon that makes it a key, or a brace outside of strings. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"\s*:?|[{}]/gs;

/**
 * Parses a file's JSON as `JSON.parse` does, but refuses an object that has a key twice, of which
 * `JSON.parse` takes the last without a word.
 * @throws SyntaxError
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  const key = repeatedKeyIn(text);
  if (key !== undefined) throw new SyntaxError(`the key ${JSON.stringify(key)} occurs twice`);
  return value;
}

function repeatedKeyIn(text: string): string | undefined {
  const objects: Set<string>[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{") objects.push(new Set());
    else if (token === "}") objects.pop();
    else if (token.endsWith(":")) {
      const key = JSON.parse(token.slice(0, -1)) as string;
      const keys = objects.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}
