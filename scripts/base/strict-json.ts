/** A string, with the colon that makes it a key, or a brace outside of strings. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"\s*:?|[{}]/gs;

/**
 * Parses a file's JSON as `JSON.parse` does, but refuses an object that has a key twice, of which
 * `JSON.parse` takes the last without a word.
 * @throws SyntaxError
 */
export function parseStrictJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (keysWritten(text) === keysIn(value)) return value;
  throw new SyntaxError(`the key ${JSON.stringify(repeatedKeyIn(text))} occurs twice`);
}

/** How many keys the objects in a valid text have, with those that are repeated. */
function keysWritten(text: string): number {
  let keys = 0;
  for (let start = text.indexOf('"'); start >= 0;) {
    let end = start;
    do end = text.indexOf('"', end + 1);
    while (isEscaped(text, end));
    do end++;
    while (text[end] !== undefined && text[end]! <= " ");
    if (text[end] === ":") keys++;
    start = text.indexOf('"', end);
  }
  return keys;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text[first - 1] === "\\") first--;
  return (at - first) % 2 === 1;
}

/** How many keys a parsed value has. Not recursive: a damaged file may be nested without end. */
function keysIn(value: unknown): number {
  const left = [value];
  let keys = 0;
  while (left.length > 0) {
    const one = left.pop();
    if (typeof one !== "object" || one === null) continue;
    const members: unknown[] = Object.values(one);
    if (!Array.isArray(one)) keys += members.length;
    for (const member of members) left.push(member);
  }
  return keys;
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
