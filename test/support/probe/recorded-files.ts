import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { LabError } from "../../../infra/errors";
import type { Choices } from "../../../scripts/probe/recorded/choices";
import { readRecorded, type Recorded } from "../../../scripts/probe/recorded/read";

/** Files of answers in a folder that is new for every test. */
export function recordedFiles() {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "recorded-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const write = (name: string, content: string | Buffer | object): string => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    const isBytes = typeof content === "string" || content instanceof Buffer;
    writeFileSync(file, isBytes ? content : JSON.stringify(content));
    return file;
  };
  const read = (name: string, content: string | Buffer | object, choices?: Choices): Recorded =>
    readRecorded(write(name, content), choices);
  return { write, read, pathOf: (name: string) => join(folder, name) };
}

/** "female/nurse: text" of every row. */
export const said = ({ rows }: Recorded): string[] =>
  rows.map(({ arm, occupation, text }) => `${arm}/${occupation}: ${text}`);

/** Message and cure of a refusal. */
export function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return `${error.message} | ${error.cure ?? ""}`;
  }
  throw new Error("nothing was refused");
}
