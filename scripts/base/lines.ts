import { closeSync, openSync, readSync } from "node:fs";

/** One line of a file. */
export interface Line {
  /** From 1. */
  number: number;
  /** Without its line break; undefined when the line is longer than `MAX_LINE_BYTES`. */
  text: string | undefined;
  /** Whether a line break ends it; only the last line of a file can be incomplete. */
  isComplete: boolean;
  /** Bytes of the file up to and with the line break. */
  end: number;
}

/** The longest line that is read. The longest that a file of ours needs is a notebook of 10 MB. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024;
/** Why a longer line is not read. */
export const TOO_LONG = `longer than ${MAX_LINE_BYTES / 1024 / 1024} MB`;

const CHUNK_BYTES = 256 * 1024;
const LINE_BREAK = 0x0a;

/**
 * Reads a file line by line. A file may be larger than the memory, and so may a line in it: no more
 * than `maxBytes` of a line are kept. Nothing follows a last line break.
 */
export function* linesOf(file: string, maxBytes = MAX_LINE_BYTES): Generator<Line, void, void> {
  const handle = openSync(file, "r");
  try {
    let number = 0;
    let end = 0;
    let parts: Buffer[] = [];
    let length = 0;
    const keep = (part: Buffer): void => {
      length += part.length;
      if (length <= maxBytes) parts.push(part);
      else parts = [];
    };
    const line = (isComplete: boolean): Line => {
      end += length + Number(isComplete);
      const text = length > maxBytes ? undefined : Buffer.concat(parts).toString("utf8");
      [parts, length] = [[], 0];
      return { number: ++number, text, isComplete, end };
    };
    for (const chunk of chunksOf(handle)) {
      let start = 0;
      for (
        let at = chunk.indexOf(LINE_BREAK);
        at >= 0;
        start = at + 1, at = chunk.indexOf(LINE_BREAK, start)
      ) {
        keep(chunk.subarray(start, at));
        yield line(true);
      }
      // The next chunk is read into the same buffer.
      keep(Buffer.from(chunk.subarray(start)));
    }
    if (length > 0) yield line(false);
  } finally {
    closeSync(handle);
  }
}

/** Each chunk is overwritten by the next. */
function* chunksOf(handle: number): Generator<Buffer, void, void> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (;;) {
    const size = readSync(handle, chunk, 0, CHUNK_BYTES, null);
    if (size === 0) return;
    yield chunk.subarray(0, size);
  }
}
