import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { INTRODUCTION, SECTIONS, type Section } from "./sections";

/** A row of PARITY.md. */
export interface ParityMark {
  behaviour: string;
  /** Its evidence, in words of which at least one is in `EVIDENCE`. */
  mark: string;
}

/** What of one file is simulated, and what is not. */
export interface FileMarks {
  /** From the root of the repository. */
  file: string;
  marks: ParityMark[];
  gaps: string[];
}

/** Kinds of evidence, the best first. */
export const EVIDENCE = ["recorded", "spec", "documented", "reported", "guessed", "ours"];

const root = path.join(__dirname, "../../..");
const BLOCK = /\/\*\n \* @(parity|not-simulated)\n((?: \* .*\n)+) \*\//g;

/** What a source's comments say. @throws Error for a line without a mark, and for a tag elsewhere */
export function marksIn(file: string, source: string): FileMarks {
  const blocks = [...source.matchAll(BLOCK)];
  const tags = [...source.matchAll(/@(parity|not-simulated)\b/g)];
  if (tags.length > blocks.length)
    throw new Error(`${file}: a tag of PARITY.md is not the first line of a comment of its own`);
  const itemsOf = (tag: string): string[] =>
    blocks.filter(([, name]) => name === tag).flatMap(([, , body = ""]) => itemsIn(body));
  return {
    file,
    marks: itemsOf("parity").map((item) => markIn(file, item)),
    gaps: itemsOf("not-simulated"),
  };
}

/** The items of a list in a comment: each begins with a dash, and goes on in lines that are indented. */
const itemsIn = (body: string): string[] =>
  body
    .replaceAll(/\n \* {3}/g, " ")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.replace(/^ \* - /, ""));

function markIn(file: string, item: string): ParityMark {
  const at = item.lastIndexOf(" — ");
  if (at < 0) throw new Error(`${file}: no mark after a dash: ${item}`);
  return { behaviour: item.slice(0, at), mark: item.slice(at + 3) };
}

/** The marks of all files of the local cloud and of the stand-ins, by their paths. */
export const allMarks = (): FileMarks[] =>
  globSync("scripts/{cloud,providers}/**/*.ts", { cwd: root })
    .sort()
    .map((file) => marksIn(file, readFileSync(path.join(root, file), "utf8")));

/** The text of PARITY.md. @throws Error for marks of a file that no section takes */
export function parityPage(files: readonly FileMarks[]): string {
  const bySection = new Map<Section, FileMarks[]>(SECTIONS.map((section) => [section, []]));
  for (const one of files.filter(({ marks, gaps }) => marks.length + gaps.length > 0)) {
    const section = SECTIONS.find(({ folders }) =>
      folders.some((folder) => one.file.startsWith(folder)),
    );
    if (!section) throw new Error(`${one.file}: no section of PARITY.md takes its marks`);
    bySection.get(section)!.push(one);
  }
  const parts = [...bySection].map(([section, own]) => sectionText(section, own));
  return `${[INTRODUCTION, ...parts].join("\n\n")}\n`;
}

function sectionText({ title, before, after }: Section, files: readonly FileMarks[]): string {
  const rows = files.flatMap(({ marks }) =>
    marks.map((one) => `| ${one.behaviour} | ${one.mark} |`),
  );
  const gaps = files.flatMap((one) => one.gaps.map((gap) => `- ${gap}`));
  const table = ["| Behaviour | Mark |", "|---|---|", ...rows].join("\n");
  const missing = gaps.length === 0 ? undefined : ["Not simulated:", ...gaps].join("\n");
  return [`## ${title}`, before, table, missing, after].filter(Boolean).join("\n\n");
}
