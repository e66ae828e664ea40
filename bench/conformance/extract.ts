/**
 * Prints a corpus of facts out of recordings that somebody else made, for `bench/conformance/corpora`:
 *
 *     node --import tsx bench/conformance/extract.ts FOLDER REPOSITORY COMMIT FILE…
 *
 * FOLDER is a checkout of the repository, files are paths in it. No text of an answer is kept.
 */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import type { Corpus, Recording } from "./corpus";
import { dateOf, factsOf, interactionsOf } from "./vcr";

function extract(folder: string, repository: string, commit: string, files: string[]): Corpus {
  const known = new Map<string, number>();
  const keySets: string[][] = [];
  const indexOf = (keys: string[]): number => {
    const index = known.get(keys.join());
    if (index !== undefined) return index;
    known.set(keys.join(), keySets.length);
    return keySets.push(keys) - 1;
  };
  const recordings = files.map((file): Recording => {
    const yaml = readFileSync(path.join(folder, file), "utf8");
    const interactions = interactionsOf(yaml);
    return { path: file, date: dateOf(interactions), calls: factsOf(interactions, { indexOf }) };
  });
  return { repository, commit, allowed: [], keySets, recordings };
}

const [folder, repository, commit, ...files] = process.argv.slice(2);
if (folder === undefined || repository === undefined || commit === undefined)
  throw new Error("usage: extract.ts FOLDER REPOSITORY COMMIT FILE…");
const { keySets, recordings, ...head } = extract(folder, repository, commit, files);
/** A line for each key set and call: a changed corpus is to be read as a diff. */
const lines = (items: readonly unknown[]): string =>
  items.map((item) => JSON.stringify(item)).join(",\n");
const shown = recordings.map(
  ({ calls, ...rest }) => `${JSON.stringify(rest).slice(0, -1)},"calls":[\n${lines(calls)}]}`,
);
console.log(
  `${JSON.stringify(head).slice(0, -1)},\n"keySets":[\n${lines(keySets)}],\n"recordings":[\n${shown.join(",\n")}]}`,
);
