import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { compare } from "../../scripts/watch/compare";
import { recall, remember, type WatchMemory } from "../../scripts/watch/memory";
import { temporaryFolder } from "../support/folder";

const fileOf = (): string => path.join(temporaryFolder(), "watch/azure/dev.json");
const memory: WatchMemory = compare(
  {
    watched: [
      {
        ...{ id: "m", kind: "model", name: "m", isUsed: true, state: "Legacy" },
        ...{ ends: "2027-04-14", source: "the schedule" },
      },
    ],
    offer: "eastus2 Standard",
    now: Date.parse("2026-11-30"),
  },
  undefined,
).memory;

test("what is remembered is read back, by its owner alone", () => {
  const file = fileOf();
  remember(file, memory, "none");
  expect(recall(file)).toMatchObject({ state: "kept", memory });
  expect(statSync(file).mode & 0o077).toBe(0);
});

test("no memory is said: it is the first look, or it was lost", () => {
  const file = fileOf();
  expect(recall(file)).toMatchObject({ state: "none", memory: undefined });
  expect(recall(file).message).toContain(`${file} was lost; what moved before is not known`);
});

const text = `${JSON.stringify(memory, null, 2)}\n`;
test.each([
  ["cut off", text.slice(0, text.length / 2)],
  ["empty", ""],
  ["of another kind", '{"schema":"rai-lab/class/1"}'],
  ["with a day that is none", text.replace("2027-04-14", "soon")],
  ["with a key twice", text.replace('"offer"', '"schema": "x", "offer"')],
])("a memory that is %s is said to be damaged, and is kept", (_, damaged) => {
  const file = fileOf();
  remember(file, memory, "none");
  writeFileSync(file, damaged);
  const found = recall(file);
  expect(found).toMatchObject({ state: "damaged", memory: undefined });
  expect(found.message).toContain(`is kept as ${file}.damaged; what moved before is not known`);
  remember(file, memory, found.state);
  expect(readFileSync(`${file}.damaged`, "utf8")).toBe(damaged);
  expect(recall(file)).toMatchObject({ state: "kept", memory });
});

test("the memory of a later version is refused by name, and stays as it is", () => {
  const file = fileOf();
  remember(file, memory, "none");
  const later = text.replace("watch-memory/1", "watch-memory/2");
  writeFileSync(file, later);
  expect(() => recall(file)).toThrow(/another version of rai-lab wrote it/);
  expect(readFileSync(file, "utf8")).toBe(later);
  expect(existsSync(`${file}.damaged`)).toBe(false);
});
