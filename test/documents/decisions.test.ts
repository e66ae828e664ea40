import { globSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";

const folder = path.join(__dirname, "../../docs/decisions");
const read = (file: string): string => readFileSync(path.join(folder, file), "utf8");
const records = globSync("[0-9]*.md", { cwd: folder }).sort();

test("there are at most fifteen decisions, numbered without a gap", () => {
  expect(records.length).toBeGreaterThan(0);
  expect(records.length).toBeLessThanOrEqual(15);
  const numbers = records.map((_, index) => String(index + 1).padStart(3, "0"));
  expect(records.map((file) => file.slice(0, 3))).toEqual(numbers);
});

test.each(records)("%s has a date, a context, a decision and a consequence", (file) => {
  const text = read(file);
  expect(text).toMatch(new RegExp(`^# ${file.slice(0, 3)} .+\n\n20\\d\\d-\\d\\d-\\d\\d\n\n`));
  const parts = [...text.matchAll(/^\*\*(.+)\.\*\*/gm)].map(([, part]) => part);
  expect(parts).toEqual(["Context", "Decision", "Consequence"]);
});

test("the list has one line for each decision, with its title and date", () => {
  const lines = records.map((file) => {
    const [, number, title, date] = /^# (\d+) (.+)\n\n(\S+)/.exec(read(file)) ?? [];
    return `- [${number}](${file}) ${title} (${date})`;
  });
  expect(read("README.md").match(/^- .+/gm)).toEqual(lines);
});
