import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { cutSymbols } from "../../../scripts/cloud/toolchain/symbols";
import { temporaryFolder } from "../../support/folder";

const [HEADER, PROGRAM] = [64, 56];

/** A library with two loaded parts, the second one at its very end or before 500 bytes of symbols. */
function library(symbols: number): Buffer {
  const code = Buffer.alloc(300, "c");
  const file = Buffer.concat([
    Buffer.alloc(HEADER + 2 * PROGRAM),
    code,
    Buffer.alloc(symbols, "s"),
  ]);
  file.write("\x7fELF\x02\x01", "latin1");
  file.writeBigUInt64LE(BigInt(HEADER), 32);
  file.writeBigUInt64LE(BigInt(file.length - symbols), 40);
  file.writeUInt16LE(PROGRAM, 54);
  file.writeUInt16LE(2, 56);
  file.writeUInt16LE(7, 60);
  file.writeUInt16LE(6, 62);
  for (const [k, from, bytes] of [[0, 276, 200] as const, [1, 176, 100] as const]) {
    file.writeBigUInt64LE(BigInt(from), HEADER + k * PROGRAM + 8);
    file.writeBigUInt64LE(BigInt(bytes), HEADER + k * PROGRAM + 32);
  }
  return file;
}

function cut(content: Buffer): Buffer {
  const file = path.join(temporaryFolder(), "some.so");
  writeFileSync(file, content);
  cutSymbols(file);
  return readFileSync(file);
}

test("a library keeps what is loaded, and says that it has no sections", () => {
  const left = cut(library(500));
  expect(left).toHaveLength(HEADER + 2 * PROGRAM + 300);
  expect(left.readBigUInt64LE(40)).toBe(0n);
  expect([left.readUInt16LE(60), left.readUInt16LE(62)]).toEqual([0, 0]);
  expect(left.subarray(HEADER)).toEqual(library(0).subarray(HEADER));
  expect(cut(left), "there is nothing more to cut").toEqual(left);
});

test("a file of another format stays as it is: of macOS, of Windows, of 32 bits, too short", () => {
  const [rest, short] = ["r".repeat(100), "\x7fELF\x02\x01"];
  const others = ["\xcf\xfa\xed\xfe" + rest, "MZ" + rest, "\x7fELF\x01\x01" + rest, short, ""];
  for (const start of others) {
    const file = Buffer.from(start, "latin1");
    expect(cut(file)).toEqual(file);
  }
});
