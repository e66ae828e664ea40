import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { LabError } from "../../../infra/errors";
import { linesOf, type Line } from "../../base/lines";

/** A file whose encoding is known. */
export interface Source {
  file: string;
  /** "UTF-8", "UTF-16" or "Windows-1252". */
  encoding: string;
  /** The whole text, without its byte order mark. */
  text(): string;
  /** Its lines, read one by one where the encoding allows it. */
  lines(): Iterable<Pick<Line, "number" | "text">>;
}

/** Bytes that show how a file is encoded. */
const HEAD_BYTES = 4096;
/** How files begin that are packed: zip (an Excel workbook, an `.eval` log), gzip, Parquet, PDF. */
const PACKED = ["PK\u0003\u0004", "\u001f\u008b", "PAR1", "%PDF"];

/**
 * Opens a file of answers. Excel and PowerShell write UTF-16 and byte order marks, and Excel's plain
 * CSV is Windows-1252.
 * @throws LabError `journal` for an archive
 */
export function openSource(file: string): Source {
  const head = headOf(file);
  const begins = head.toString("latin1");
  if (PACKED.some((mark) => begins.startsWith(mark))) throw packed(file);
  const wide = wideEncoding(head);
  if (wide === undefined) {
    const text = (): string => decode(readFileSync(file));
    const isOfReturns = /\r(?!\n)/.test(begins) && !begins.includes("\n");
    return {
      file,
      encoding: isUtf8(head) ? "UTF-8" : "Windows-1252",
      text,
      lines: () => (isOfReturns ? numbered(text()) : withoutMark(linesOf(file))),
    };
  }
  const text = (): string => new TextDecoder(wide).decode(readFileSync(file));
  return { file, encoding: "UTF-16", text, lines: () => numbered(text()) };
}

function headOf(file: string): Buffer {
  const handle = openSync(file, "r");
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(handle, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(handle);
  }
}

/** UTF-16 by its mark, or by the zero bytes of Latin letters. */
function wideEncoding(head: Buffer): "utf-16le" | "utf-16be" | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head.length < 2) return undefined;
  if (head[1] === 0 && head[0] !== 0) return "utf-16le";
  if (head[0] === 0 && head[1] !== 0) return "utf-16be";
  return undefined;
}

/** Whether bytes are UTF-8; a character that the end of the head cuts does not count. */
function isUtf8(head: Buffer): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

function* withoutMark(lines: Iterable<Line>): Generator<Line> {
  for (const line of lines)
    yield line.number === 1 ? { ...line, text: line.text?.replace(/^\uFEFF/, "") } : line;
}

function* numbered(text: string): Generator<{ number: number; text: string }> {
  let number = 0;
  for (const line of text.split(/\r\n?|\n/)) yield { number: ++number, text: line };
}

const packed = (file: string): LabError =>
  new LabError("journal", "the file is packed or a document, not text", {
    where: file,
    cure: "save an Excel workbook as CSV, or a Parquet file as JSON lines; turn an inspect log into JSON with `inspect log convert --to json`",
  });
