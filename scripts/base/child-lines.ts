import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";

/**
 * Calls `onLine` with each whole line of a child process's output. The child may write anything:
 * a line beyond `limit` characters is given up as soon as it is that long, and `onLine` receives its
 * first `limit` characters. What follows the last line feed is no line.
 */
export function readLines(stream: Readable, limit: number, onLine: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  let begun = "";
  stream.on("data", (chunk: Buffer) => {
    const [first = "", ...rest] = decoder.write(chunk).split("\n");
    begun = (begun + first).slice(0, limit);
    for (const next of rest) {
      onLine(begun);
      begun = next.slice(0, limit);
    }
  });
}
