import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { describe, expect, test } from "vitest";
import { readRoster, type RosterOptions } from "../../../scripts/class/roster";

/** What a sample should be read as: `samples/*.json`, written apart from this reader. */
interface Expected {
  file: string;
  encoding: string;
  separator: string;
  headerLine: number;
  options?: string[];
  columns: object;
  seats: object[];
  skipped: { line: number; code: string }[];
  errors: { line: number; code: string }[];
  warnings?: { line: number; code: string }[];
  withOptions?: Record<string, { seats: object[]; errors: { line: number; code: string }[] }>;
}

const FOLDER = path.join(__dirname, "samples");
const samples = globSync("*.json", { cwd: FOLDER }).map(
  (file) => JSON.parse(readFileSync(path.join(FOLDER, file), "utf8")) as Expected,
);

/** `--domain example.edu` as options. */
const optionsOf = (words: readonly string[]): RosterOptions => {
  const [, domain] = /^--domain (\S+)$/.exec(words.join(" ")) ?? [];
  return { domain };
};
const codes = (lines: readonly { line: number; code: string }[]): string[] =>
  lines.map(({ line, code }) => `${line} ${code}`);

test("all samples are found", () => {
  expect(samples.length).toBe(9);
});

describe.each(samples)("$file", (expected) => {
  const file = path.join(FOLDER, expected.file);

  test("gives the people, and every other line its reason", async () => {
    const roster = await readRoster(file, optionsOf(expected.options ?? []));
    expect(roster.people).toEqual(expected.seats);
    expect(codes(roster.skipped)).toEqual(codes(expected.skipped));
    expect(codes(roster.errors)).toEqual(codes(expected.errors));
    expect(codes(roster.warnings)).toEqual(codes(expected.warnings ?? []));
  });

  test("says how it was read", async () => {
    const { columns, encoding, separator, headerLine } = await readRoster(file);
    expect(columns).toEqual(expected.columns);
    expect(encoding).toBe(expected.encoding);
    expect(separator).toBe(expected.separator.replace("tab", "\t"));
    expect(headerLine).toBe(expected.headerLine);
  });

  test.each(Object.entries(expected.withOptions ?? {}))("with %s", async (words, other) => {
    const roster = await readRoster(file, optionsOf(words === "(none)" ? [] : [words]));
    expect(roster.people).toEqual(expect.arrayContaining(other.seats));
    expect(codes(roster.errors)).toEqual(codes(other.errors));
  });

  test("gives every problem its cure", async () => {
    const { errors } = await readRoster(file);
    for (const { message, cure } of errors) expect(message && cure).not.toBe("");
  });

  test("accounts for every line", async () => {
    const { people, skipped, errors, headerLine } = await readRoster(file);
    const lines = [...people, ...skipped, ...errors].map(({ line }) => line);
    const last = Math.max(...lines);
    const all = Array.from({ length: last }, (_, k) => k + 1).filter((k) => k !== headerLine);
    expect(lines.sort((a, b) => a - b)).toEqual(all);
  });
});
