import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { decode } from "../../../scripts/class/roster/decode";

const text = "Name,Email\nJosé,jose@example.edu\n";
const marked = Buffer.from(`\ufeff${text}`, "utf16le");

test.each([
  ["utf-8", Buffer.from(text)],
  ["utf-8 with BOM", Buffer.from(`\ufeff${text}`)],
  ["utf-16-le with BOM", marked],
  ["utf-16-be with BOM", Buffer.from(marked).swap16()],
])("decodes %s", (encoding, bytes) => {
  expect(decode(bytes, "a.csv")).toEqual({ encoding, text });
});

test("line breaks of Windows and of old Macs are line feeds", () => {
  expect(decode(Buffer.from("a\r\nb\rc\n"), "a.csv").text).toBe("a\nb\nc\n");
});

const refusal = (bytes: Buffer): LabError => {
  try {
    decode(bytes, "roster.csv");
  } catch (error) {
    if (error instanceof LabError) return error;
    throw error;
  }
  throw new Error("it was decoded");
};

test.each([
  [
    "an Excel workbook (.xls)",
    Buffer.from("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "latin1"),
    "CSV UTF-8",
  ],
  ["a workbook or a zip archive", Buffer.from("PK\x03\x04users.csv"), "CSV UTF-8"],
  ["a compressed file", Buffer.from([0x1f, 0x8b, 8]), "unpack it"],
  ["a PDF", Buffer.from("%PDF-1.7"), "CSV UTF-8"],
  ["a web page, XML or JSON", Buffer.from("<html><table>"), "CSV UTF-8"],
  ["a web page, XML or JSON", Buffer.from('[{"name": 1}]'), "CSV UTF-8"],
  ["no text", Buffer.from("Name\nA\0\n"), "CSV UTF-8"],
  ["no text, or UTF-16 without a mark", Buffer.from(text, "utf16le"), "CSV UTF-8"],
  ["damaged UTF-16", Buffer.concat([marked, Buffer.from("x")]), "CSV UTF-8"],
])("refuses %s by name", (what, bytes, cure) => {
  const error = refusal(bytes);
  expect(error.code).toBe("file");
  expect(error.message).toContain(what);
  expect(error.cure).toContain(cure);
  expect(error.where).toBe("roster.csv");
});

describe("other encodings", () => {
  test("are refused with the byte, its offset and its line", () => {
    const bytes = Buffer.concat([
      Buffer.from("Name\nJos"),
      Buffer.from([0xe9]),
      Buffer.from(",x\n"),
    ]);
    expect(refusal(bytes).message).toContain("byte 0xE9 at offset 8, line 2");
  });

  test("are found wherever the first wrong byte is", () => {
    const wrong = fc.constantFrom([0xff], [0xe9, 0x2c], [0xc3], [0x80], [0xe2, 0x82]);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), wrong, fc.string(), (before, bytes, after) => {
        const head = Buffer.from(`a${before.replace(/[\0]/g, "")}`);
        const all = Buffer.concat([head, Buffer.from(bytes), Buffer.from(` ${after}`)]);
        expect(refusal(all).message).toContain(`at offset ${head.length},`);
      }),
    );
  });
});
