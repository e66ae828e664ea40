import { readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { terminalPicture } from "../../bench/terminal-picture";
import { commandsOf } from "../support/documents/commands/blocks";
import { comparable } from "../support/documents/commands/comparison";

const root = path.join(__dirname, "../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

/** The lines of a picture. */
const linesOf = (svg: string): string[] =>
  [...svg.matchAll(/<text\s[^>]*>([^<]*)<\/text\s*>/g)].map(([, line = ""]) => line);

test("the picture of a terminal shows what the README says that the command prints", () => {
  const rehearsal = commandsOf("README.md", read("README.md")).find(({ output }) => output)!;
  const [prompt, ...shown] = linesOf(read("docs/rehearsal.svg")).map(comparable);
  const written = rehearsal.output!.map(comparable);
  expect(prompt).toBe(`$ ${rehearsal.text}`);
  expect(shown.slice(0, written.length - 1)).toEqual(written.slice(0, -1));
  expect(shown.join("\n")).toContain("# The probe");
});

test("the lines of an animated terminal come one after the other", () => {
  const delays = [
    ...terminalPicture(["a", "b", "c"], "title", 0.4).matchAll(/show 1ms ([\d.]+)s/g),
  ];
  expect(delays.map(([, delay]) => Number(delay))).toEqual([0, 0.4, 0.8]);
  const [prompt, ...shown] = linesOf(read("docs/demo.svg"));
  expect(prompt).toBe("$ npm -s run demo");
  expect(shown.join("\n")).toContain("# What the class found");
});

test("a line of a terminal is text, whatever is in it", () => {
  const svg = terminalPicture(["$ a", "<script> & ✔"], "title");
  expect(linesOf(svg)).toEqual(["$ a", "&lt;script&gt; &amp; ✔"]);
  expect(svg).toContain('role="img"');
});
