import { PassThrough } from "node:stream";
import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { LabError } from "../../../infra/errors";
import { processConsole } from "../../../scripts/lib/shell/console";
import { printable, printableLine } from "../../../scripts/lib/shell/printable";
import { explain } from "../../../scripts/lib/shell/shell";
import { Incomplete, runStages, Stage } from "../../../scripts/lib/shell/stages";
import { table } from "../../../scripts/lib/shell/table";
import { recordingConsole } from "../../../bench/recording-console";

/** What a terminal obeys, written apart from the filter: by number, as the Unicode tables have it. */
function isObeyed(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  const ranges = [
    [0x00, 0x08],
    [0x0b, 0x1f],
    [0x7f, 0x9f],
    [0x061c, 0x061c],
    [0x200e, 0x200f],
    [0x2028, 0x202e],
    [0x2066, 0x2069],
    [0xfeff, 0xfeff],
    [0xe0000, 0xe007f],
  ];
  return ranges.some(([from = 0, to = 0]) => code >= from && code <= to);
}

const obeyedIn = (text: string): string[] => Array.from(text).filter(isObeyed);

/** Texts of attackers: any characters, and sequences that set the title, clear or move. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.integer({ min: 0, max: 0x9f }).map((code) => String.fromCodePoint(code)),
      fc.constantFrom(
        "\u001b]0;x\u0007",
        "\u001b[2J",
        "\u009b1A",
        "\u202e",
        "\u2028",
        "\r",
        "\u{e0041}",
      ),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(""));

const terminal = process.stdout.isTTY;
afterEach(() => void (process.stdout.isTTY = terminal));

test("nothing that a terminal obeys is left, and a JSON document stays the same", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(obeyedIn(printable(text))).toEqual([]);
      expect(printableLine(text)).not.toMatch(/[\t\n]/);
      const document = { [text]: [text] };
      expect(JSON.parse(printable(JSON.stringify(document)))).toEqual(document);
    }),
  );
});

test("readable text of any language is kept", () => {
  for (const text of ["näher ← 100 %\n\tja", "नमस्ते", "שלום", "👩‍🔬 ❤️", "می‌خواهم"])
    expect(printable(text)).toBe(text);
});

test("every way out of a command is filtered", () => {
  const consoleMethods = { ...globalThis.console };
  const written: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => written.push(String(text)) > 0);
  try {
    const { signal } = new AbortController();
    for (const json of [true, false]) {
      const console = processConsole({ json, debug: false, signal, env: {} });
      fc.assert(
        fc.property(hostile, (text) => {
          console.announce({ text }, text);
          console.note(explain(new LabError("usage", text, { where: text, cure: text }), false));
          globalThis.console.warn(text);
          console.note(table([text], [[text]]));
        }),
        { numRuns: 30 },
      );
    }
  } finally {
    Object.assign(globalThis.console, consoleMethods);
    vi.restoreAllMocks();
  }
  expect(written.length).toBeGreaterThan(100);
  expect(written.flatMap(obeyedIn)).toEqual([]);
});

test.each([true, false])("progress of stages is filtered, on stderr; live: %s", async (isLive) => {
  process.stdout.isTTY = isLive;
  const stream = new PassThrough({ encoding: "utf8" });
  const console = {
    ...recordingConsole(),
    isLive,
    stderr: stream as unknown as NodeJS.WriteStream,
  };
  const text = "name\u001b]0;title\u0007\u202e\u009b2J";
  const failure = new LabError("usage", text);
  const stages = [
    new Stage(
      "a",
      (say) => {
        say(text);
        return Promise.resolve();
      },
      () => text,
    ),
    new Stage("b", () => Promise.reject(new Incomplete(text)), String),
    new Stage("c", () => Promise.reject(failure), String),
  ];
  await expect(runStages(stages, console)).rejects.toBe(failure);
  const shown = [String(stream.read()), ...console.notes].join("\n");
  expect(shown).toContain("\\u001b]0;title\\u0007\\u202e\\u009b2J");
  // listr2's own colours and cursor movements stay.
  const own = /\u001b\[[\d;?]*[A-Za-z]/g;
  expect(obeyedIn(shown.replace(own, "").replaceAll("\r", ""))).toEqual([]);
});
