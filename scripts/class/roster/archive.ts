import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";
import { LabError, messageOf } from "../../../infra/errors";
import { AS_CSV, refuseLarge } from "./decode";
import { quoted } from "./text";

/** Files beside each other. */
export interface Files {
  /** Paths with slashes. An archive may have one twice. */
  names: readonly string[];
  /** Reads one of the names. @throws LabError `file` */
  read: (name: string) => Promise<Buffer>;
}

/** More entries than the export of any school has; an archive of submissions may have thousands. */
const MAX_ENTRIES = 10_000;
const UNPACK = "unpack it, and give the folder (or the file) in it";

/** Documents that are zip archives, by an entry that each has. */
const DOCUMENTS: readonly (readonly [entry: string, what: string, cure: string])[] = [
  ["xl/workbook.xml", "an Excel workbook (.xlsx)", AS_CSV],
  ["[Content_Types].xml", "an Office document", AS_CSV],
  [
    "META-INF/manifest.xml",
    "an OpenDocument spreadsheet (.ods)",
    "save it as CSV with the character set UTF-8",
  ],
  ["Index/Document.iwa", "a Numbers spreadsheet", "export it as CSV with the encoding UTF-8"],
];

/** Whether a file is a zip archive, also an empty one, by how it begins. */
export const isZip = (bytes: Buffer): boolean =>
  /^PK(?:\x03\x04|\x05\x06)/.test(bytes.toString("latin1", 0, 4));

/**
 * The files of a zip archive. Nothing is unpacked to the disk, and only what is read is
 * unpacked at all, up to the size of a roster.
 * @throws LabError `file` for a document that is a zip archive, and for one that is damaged, too
 * large, or has names that lead out of it; reading throws it for a file that is encrypted
 */
export async function openArchive(bytes: Buffer, where: string): Promise<Files> {
  refuseLarge(bytes.length, where);
  const zip = await readable(where, () => fromBufferPromise(bytes));
  const entries = await readable(where, () => entriesOf(zip, where));
  const document = DOCUMENTS.find(([entry]) => entries.some((own) => own.fileName === entry));
  if (document !== undefined) {
    const [, what, cure] = document;
    throw new LabError("file", `the file is ${what}, not text`, { where, cure });
  }
  const files = entries.filter(isOwnFile);
  return {
    names: files.map(({ fileName }) => fileName),
    read: (name) =>
      unpacked(
        zip,
        files.find(({ fileName }) => fileName === name)!,
        `${where}/${name}`,
      ),
  };
}

async function entriesOf(zip: ZipFile, where: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (entries.length === MAX_ENTRIES)
      throw new LabError("file", `the zip archive has more than ${MAX_ENTRIES} entries`, {
        where,
        cure: UNPACK,
      });
    entries.push(entry);
  }
  return entries;
}

/** Whether an entry is a file that someone put there: macOS and others add hidden ones. */
const isOwnFile = ({ fileName }: Entry): boolean =>
  fileName.split("/").every((part) => part !== "" && part !== "__MACOSX" && !part.startsWith("."));

async function unpacked(zip: ZipFile, entry: Entry, where: string): Promise<Buffer> {
  if (entry.isEncrypted())
    throw new LabError("file", "the file in the zip archive is encrypted", {
      where,
      cure: "unpack it with its password, and give the folder (or the file) in it",
    });
  // The size is what the archive says; yauzl ends where the content is longer than that.
  refuseLarge(entry.uncompressedSize, where);
  const bytes = await readable(where, async () => buffer(await zip.openReadStreamPromise(entry)));
  if (crc32(bytes) === entry.crc32) return bytes;
  throw damaged("its checksum is wrong", where);
}

/** What yauzl reads, its errors as the user's. */
async function readable<T>(where: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw damaged(messageOf(error), where, error);
  }
}

const damaged = (what: string, where: string, cause?: unknown): LabError =>
  new LabError("file", `the zip archive cannot be read: ${quoted(what)}`, {
    ...{ where, cause },
    cure: `if a spreadsheet or the file manager opens it, ${UNPACK}; else export it again`,
  });
