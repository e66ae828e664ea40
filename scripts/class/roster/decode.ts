import { LabError } from "../../../infra/errors";

/** A file as text, with line feeds alone as line breaks. */
export interface Decoded {
  text: string;
  /** `utf-8`, or what a byte order mark says: `utf-16-le with BOM`. */
  encoding: string;
}

/** The largest roster. One of 10,000 people with fifty grades each has about 4 MB. */
const MAX_BYTES = 32 * 1024 * 1024;
/** How a spreadsheet becomes a roster. */
export const AS_CSV = "save it as CSV UTF-8 (in Excel: Save As, CSV UTF-8 (Comma delimited))";

/** Refuses what is too large for a list of people. @throws LabError `file` */
export function refuseLarge(bytes: number, where: string): void {
  if (bytes <= MAX_BYTES) return;
  throw new LabError("file", `the roster is larger than ${MAX_BYTES / 1024 / 1024} MB`, {
    where,
    cure: "give a list of people only",
  });
}

/**
 * Decodes by the byte order mark, and without one as strict UTF-8. Nothing is guessed: Windows-1252
 * bytes also decode as other code pages, with other names.
 * @throws LabError `file` for a workbook, an archive, or bytes that are no such text
 */
export function decode(bytes: Buffer, where: string): Decoded {
  refuseLarge(bytes.length, where);
  refuseOtherKinds(bytes, where);
  const [encoding, label, mark] = encodingOf(bytes);
  const body = bytes.subarray(mark);
  let text: string;
  try {
    text = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw notText(label, body, { where, cause });
  }
  if (text.includes("\0")) throw zeroByte(text, where);
  if (/^\s*(?:<(?:!doctype|\?xml|html|table)\b|(?:\[\s*)?\{\s*")/i.test(text))
    throw new LabError("file", "the file is a web page, XML or JSON, not a table of text", {
      where,
      cure: `open it in a spreadsheet, then ${AS_CSV}`,
    });
  return { text: text.replace(/\r\n?/g, "\n"), encoding };
}

type Label = "utf-8" | "utf-16le" | "utf-16be";

/** Name, label of the decoder, and length of the byte order mark. */
function encodingOf(bytes: Buffer): [encoding: string, label: Label, mark: number] {
  const begins = (...mark: number[]): boolean => mark.every((byte, k) => bytes[k] === byte);
  if (begins(0xef, 0xbb, 0xbf)) return ["utf-8 with BOM", "utf-8", 3];
  if (begins(0xff, 0xfe)) return ["utf-16-le with BOM", "utf-16le", 2];
  if (begins(0xfe, 0xff)) return ["utf-16-be with BOM", "utf-16be", 2];
  return ["utf-8", "utf-8", 0];
}

/** How files of other kinds begin. An .xls of a learning system may well be text. */
const OTHER_KINDS: readonly (readonly [start: string, what: string, cure: string])[] = [
  ["\xd0\xcf\x11\xe0", "an Excel workbook (.xls)", AS_CSV],
  ["%PDF", "a PDF", "export the list as CSV UTF-8"],
  ["\x1f\x8b", "a compressed file", "unpack it, and give the file or the folder in it"],
  // One that is the whole roster is opened by `openArchive()`.
  ["PK\x03\x04", "a workbook or a zip archive within the roster", AS_CSV],
];

function refuseOtherKinds(bytes: Buffer, where: string): void {
  const head = bytes.toString("latin1", 0, 8);
  const found = OTHER_KINDS.find(([start]) => head.startsWith(start));
  if (found === undefined) return;
  const [, what, cure] = found;
  throw new LabError("file", `the file is ${what}, not text`, { where, cure });
}

function notText(label: Label, body: Buffer, details: { where: string; cause: unknown }): LabError {
  if (label !== "utf-8")
    return new LabError("file", "the file is damaged UTF-16", { ...details, cure: AS_CSV });
  if (body.includes(0)) return zeroByte(body.toString("latin1"), details.where);
  const offset = firstInvalid(body);
  const byte = body[offset]!.toString(16).toUpperCase().padStart(2, "0");
  const place = lineOf(body.toString("latin1", 0, offset), offset);
  return new LabError(
    "file",
    `the file is not UTF-8 (perhaps Windows-1252): byte 0x${byte} at offset ${offset}, ${place}`,
    { ...details, cure: AS_CSV },
  );
}

function zeroByte(text: string, where: string): LabError {
  const place = lineOf(text, text.indexOf("\0"));
  const message = `the file is no text, or UTF-16 without a mark: a zero byte, ${place}`;
  return new LabError("file", message, { where, cure: AS_CSV });
}

/** Offset of the first byte that no valid UTF-8 has there. Every prefix before it decodes. */
function firstInvalid(body: Buffer): number {
  let [valid, invalid] = [0, body.length];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isValidPrefix(body.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  // The bytes of a character that breaks off are valid so far.
  while (!isValidPrefix(body.subarray(0, valid), { isWhole: true })) valid--;
  return valid;
}

function isValidPrefix(bytes: Buffer, { isWhole = false } = {}): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
}

const lineOf = (text: string, offset: number): string =>
  `line ${text.slice(0, offset).split(/\r\n?|\n/).length}`;
