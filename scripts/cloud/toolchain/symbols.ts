import { closeSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";

/** How a 64-bit little-endian ELF file begins. */
const MAGIC = Buffer.from("\x7fELF\x02\x01", "latin1");
const HEADER_BYTES = 64;

/**
 * Cuts off a shared library's end that no loader reads: symbols for debuggers, and the table of
 * sections, which finds them. A file of another format than 64-bit ELF stays as it is.
 * @throws Error when the file cannot be read or written
 */
export function cutSymbols(file: string): void {
  const descriptor = openSync(file, "r+");
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const length = readSync(descriptor, header, 0, HEADER_BYTES, 0);
    if (length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) return;
    const [offset, size] = [Number(header.readBigUInt64LE(32)), header.readUInt16LE(54)];
    const programs = Buffer.alloc(size * header.readUInt16LE(56));
    readSync(descriptor, programs, 0, programs.length, offset);
    let end = offset + programs.length;
    for (let at = 0; at < programs.length; at += size) {
      const [from, bytes] = [programs.readBigUInt64LE(at + 8), programs.readBigUInt64LE(at + 32)];
      end = Math.max(end, Number(from + bytes));
    }
    // No sections: their offset, and their number with the index of their names.
    header.fill(0, 40, 48).fill(0, 60);
    writeSync(descriptor, header, 0, HEADER_BYTES, 0);
    ftruncateSync(descriptor, end);
  } finally {
    closeSync(descriptor);
  }
}
