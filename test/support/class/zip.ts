import { crc32, deflateRawSync } from "node:zlib";

/** A file of an archive, and what its entry says that is not so. */
export interface ZipEntry {
  name: string;
  bytes: Buffer | string;
  /** Written as it is. Otherwise it is deflated. */
  isStored?: boolean;
  isEncrypted?: boolean;
  /** The size that the entry claims, in bytes. */
  claims?: number;
  /** The checksum that the entry claims. */
  crc?: number;
}

/** A zip archive (PKWARE's APPNOTE 6.3, 4.3), written apart from the reader. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.bytes);
    const data = entry.isStored ? content : deflateRawSync(content);
    const name = Buffer.from(entry.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    // Names are UTF-8 (bit 11); bit 0 says encrypted.
    common.writeUInt16LE(0x800 + Number(entry.isEncrypted ?? false), 2);
    common.writeUInt16LE(entry.isStored ? 0 : 8, 4);
    common.writeUInt32LE(entry.crc ?? crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(entry.claims ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, data]);
    const at = Buffer.alloc(14);
    at.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\0"), common, at, name);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}
