import { readFileSync } from "node:fs";
import * as path from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { expect, test } from "vitest";
import { compare } from "../../scripts/watch/compare";
import { documentOf, exitCodeOf, type WatchDocument } from "../../scripts/watch/document";
import type { WatchMemory } from "../../scripts/watch/memory";
import { watchText } from "../../scripts/watch/text";
import type { Watched } from "../../scripts/watch/thing";

const NOW = Date.parse("2026-11-30T12:00:00Z");
const model = { id: "m", kind: "model", name: "gpt-4o", isUsed: true } as const;
const word = { state: "Legacy", source: "Azure's list of models" };

function documentAbout(watched: Watched[], before?: WatchMemory): WatchDocument {
  const { moves, memory } = compare({ watched, offer: "eastus2 Standard", now: NOW }, before);
  const recollection = {
    memory: before,
    state: before ? "kept" : "none",
    message: "said",
  } as const;
  const found = { stack: "dev", cloud: "azure", now: NOW, horizonDays: 90, watched } as const;
  return documentOf({ ...found, moves, memory, recollection, file: "dev.json" });
}

const unread = { ...model, unknown: "no sign-in" };
test.each<[string, Watched, string, number | undefined, WatchDocument["verdict"], number]>([
  ["ends after the horizon", { ...model, ...word, ends: "2027-04-14" }, "clear", 134, "clear", 0],
  ["ends on its last day", { ...model, ...word, ends: "2027-03-01" }, "ending", 90, "ending", 1],
  ["ended yesterday", { ...model, ...word, ends: "2026-11-29" }, "ended", -2, "ending", 1],
  ["is over by its state", { ...model, ...word, isOver: true }, "ended", undefined, "ending", 1],
  ["has no published end", { ...model, ...word }, "clear", undefined, "clear", 0],
  ["was not reached", unread, "unknown", undefined, "unknown", 2],
  [
    "was not reached, and ends late by a dated table",
    { ...unread, dated: { ...word, ends: "2028-01-11" } },
    "unknown",
    406,
    "unknown",
    2,
  ],
  [
    "was not reached, and ends soon by a dated table",
    { ...unread, dated: { ...word, ends: "2026-12-09" } },
    "ending",
    8,
    "ending",
    1,
  ],
])("what %s", (_, watched, status, days, verdict, code) => {
  const document = documentAbout([watched]);
  expect(document).toMatchObject({ verdict, things: [{ status, used: true }] });
  expect(document.things[0]!.days).toBe(days);
  expect(exitCodeOf(document.verdict)).toBe(code);
});

test("an alternative that ends is no alarm", () => {
  const alternative = { ...model, ...word, isUsed: false, ends: "2026-12-09" };
  expect(documentAbout([alternative])).toMatchObject({
    verdict: "clear",
    things: [{ status: "ending", used: false }],
  });
});

test("what was not reached counts by what its source said last, not by a dated table", () => {
  const look = { watched: [{ ...model, ...word, ends: "2026-12-09" }], offer: "", now: NOW };
  const { memory } = compare(look, undefined);
  const document = documentAbout([{ ...unread, dated: { ...word, ends: "2028-01-11" } }], memory);
  const thing = { status: "ending", ends: "2026-12-09", seen: "2026-11-30", unknown: "no sign-in" };
  expect(document.things[0]).toMatchObject(thing);
  expect(watchText(document, 200)).toMatch(/2026-12-09 +in 8 days, seen 2026-11-30/);
});

test("for people: moves with their days, one reason for all that it hides, the verdict last", () => {
  const used = { ...model, ...word, ends: "2027-04-14" };
  const other = { ...model, id: "o", name: "gpt-5", isUsed: false, ...word };
  const { memory } = compare(
    {
      watched: [
        { ...used, ends: "2026-10-01" },
        { ...other, ends: "2027-02-09" },
      ],
      offer: "eastus2 Standard",
      now: Date.parse("2026-07-07"),
    },
    undefined,
  );
  const more = [1, 2].map((n) => ({ ...unread, id: `u${n}`, name: `u${n}` }));
  const lines = watchText(documentAbout([used, other, ...more], memory), 200).split("\n");
  expect(lines).toContain(
    "gpt-4o: its end moved from 2026-10-01 to 2027-04-14, 195 days later (since 2026-07-07)",
  );
  expect(lines).toContain(
    "gpt-5 (not used here): its end moved from 2027-02-09 to no published end (since 2026-07-07)",
  );
  expect(lines).toContain("not reached for u1, u2: no sign-in");
  expect(lines.at(-1)).toBe(
    "nothing that is known ends within 90 days, but 2 of 3 could not be looked up",
  );
  expect(lines.filter((line) => line.startsWith("gpt-5 "))).toHaveLength(1);
});

test("each document is as its schema says", () => {
  const file = path.join(__dirname, "../../schemas/watch.schema.json");
  const validate = new Ajv2020({ formats: { date: true } }).compile(
    JSON.parse(readFileSync(file, "utf8")) as object,
  );
  for (const watched of [unread, { ...model, ...word, ends: "2026-12-09" }]) {
    const document = JSON.parse(JSON.stringify(documentAbout([watched]))) as unknown;
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  }
});
