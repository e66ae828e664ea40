import { readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { messageOf } from "../../../../infra/errors";
import { isRecord, type RawRecord, type Records, type Unreadable } from "../record";
import { openSource } from "../source";
import { recordsOfFile } from "./index";

const TEXTS = new Set([".txt", ".text", ".md"]);
const FILES = new Set([".csv", ".tsv", ".json", ".jsonl", ".ndjson"]);
/** Folders inside folders that are looked into. */
const MAX_DEPTH = 8;

/**
 * A folder: every text file is one answer, and every other file that holds answers gives its own.
 * The path of a file is a column of its records ("female/nurse/01.txt"): it may say the arm and the
 * occupation. Hidden files and other kinds of files are left out.
 */
export function folder(root: string): Records {
  const paths = pathsIn(root, "", 0);
  return {
    format: `a folder of ${paths.length} files`,
    records: {
      *[Symbol.iterator]() {
        for (const path of paths) yield* partsOf(root, path);
      },
    },
  };
}

function pathsIn(root: string, inside: string, depth: number): string[] {
  const entries = readdirSync(join(root, inside), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = inside === "" ? entry.name : `${inside}/${entry.name}`;
    if (entry.isDirectory()) return depth < MAX_DEPTH ? pathsIn(root, path, depth + 1) : [];
    const kind = extname(entry.name).toLowerCase();
    return entry.isFile() && (TEXTS.has(kind) || FILES.has(kind)) ? [path] : [];
  });
}

function* partsOf(root: string, path: string): Generator<RawRecord | Unreadable> {
  const file = join(root, path);
  if (TEXTS.has(extname(path).toLowerCase())) {
    yield { where: path, values: { path, text: openSource(file).text() } };
    return;
  }
  try {
    for (const part of recordsOfFile(file).records) {
      const where = `${path}, ${part.where}`;
      if (isRecord(part)) yield { where, values: { path, ...part.values } };
      else yield { ...part, where };
    }
  } catch (error) {
    yield { where: path, reason: messageOf(error) };
  }
}
