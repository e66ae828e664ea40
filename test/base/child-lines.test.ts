import { PassThrough } from "node:stream";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readLines } from "../../scripts/base/child-lines";

test("lines are the same however the output is divided, and none is longer than the limit", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme", maxLength: 12 })),
      fc.integer({ min: 1, max: 5 }),
      (texts, size) => {
        const lines: string[] = [];
        const stream = new PassThrough();
        readLines(stream, 8, (line) => lines.push(line));
        const clean = texts.map((text) => text.replaceAll("\n", ""));
        const bytes = Buffer.from(clean.map((text) => `${text}\n`).join("") + "no line");
        for (let at = 0; at < bytes.length; at += size)
          stream.emit("data", bytes.subarray(at, at + size));
        expect(lines).toEqual(clean.map((text) => text.slice(0, 8)));
      },
    ),
  );
});
