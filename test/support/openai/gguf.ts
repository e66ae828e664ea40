/** The header of a GGUF file, without content. */
export function ggufHeader({ version = 3, tensors = 1n, entries = 1n } = {}): Buffer {
  const header = Buffer.alloc(24);
  header.write("GGUF", "latin1");
  header.writeUInt32LE(version, 4);
  header.writeBigUInt64LE(tensors, 8);
  header.writeBigUInt64LE(entries, 16);
  return header;
}
