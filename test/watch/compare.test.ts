/** The moves between four readings of one schedule, as Microsoft published it in 2026. */
import { expect, test } from "vitest";
import { compare, dayOf, type Comparison } from "../../scripts/watch/compare";
import type { WatchMemory } from "../../scripts/watch/memory";
import type { Reading, Watched } from "../../scripts/watch/thing";

type Row = [model: string, state: string, ends: string];
const [GA, OLD, LEGACY] = ["GenerallyAvailable", "Deprecating", "Legacy"];

/** MicrosoftDocs/azure-ai-docs at four times; a model that a reading leaves out was not on that page. */
const READINGS: [day: string, rows: Row[]][] = [
  [
    "2026-04-23",
    [
      ["gpt-4o+2024-11-20", GA, "2026-10-01"],
      ["gpt-4o+2024-08-06", OLD, "2027-10-01"],
      ["gpt-4o+2024-05-13", OLD, "2027-03-31"],
      ["gpt-4o-mini", GA, "2027-10-01"],
      ["gpt-4.1", GA, "2027-10-14"],
      ["gpt-4.1-nano", GA, "2027-10-14"],
      ["gpt-5", GA, "2027-02-06"],
      ["gpt-5.1", GA, "2027-05-15"],
      ["gpt-5.4-mini", GA, "2027-03-18"],
    ],
  ],
  [
    "2026-07-07",
    [
      ["gpt-4o+2024-11-20", OLD, "2026-10-01"],
      ["gpt-4o+2024-08-06", OLD, "2026-10-01"],
      ["gpt-4o+2024-05-13", OLD, "2026-10-01"],
      ["gpt-4o-mini", OLD, "2026-10-01"],
      ["gpt-4.1", OLD, "2026-10-14"],
      ["gpt-4.1-nano", OLD, "2026-10-14"],
      ["gpt-5", GA, "2027-02-06"],
      ["gpt-5.1", GA, "2027-05-15"],
      ["gpt-5.4-mini", GA, "2027-03-18"],
    ],
  ],
  [
    "2026-08-15",
    [
      ["gpt-4o+2024-11-20", LEGACY, "2027-04-14"],
      ["gpt-4o+2024-08-06", OLD, "2027-04-14"],
      ["gpt-4o+2024-05-13", OLD, "2026-10-01"],
      ["gpt-4o-mini", OLD, "2027-04-14"],
      ["gpt-4.1", LEGACY, "2027-04-14"],
      ["gpt-5.4-mini", GA, "2027-09-21"],
      ["gpt-5.6-luna", GA, "2028-01-11"],
    ],
  ],
  [
    "2026-10-05",
    [
      ["gpt-4o+2024-11-20", LEGACY, "2027-04-14"],
      ["gpt-4o+2024-08-06", OLD, "2027-04-14"],
      ["gpt-4o+2024-05-13", OLD, "2026-12-09"],
      ["gpt-4o-mini", OLD, "2027-04-14"],
      ["gpt-4.1", OLD, "2027-04-14"],
      ["gpt-4.1-nano", OLD, "2026-10-14"],
      ["gpt-5", GA, "2027-02-09"],
      ["gpt-5.1", GA, "2027-05-15"],
      ["gpt-5.4-mini", GA, "2027-09-21"],
      ["gpt-5.6-luna", GA, "2028-01-11"],
    ],
  ],
];

const reading = ([id, state, ends]: Row): Reading => ({
  ...{ id, kind: "model", name: id, isUsed: id === "gpt-4o+2024-11-20", state, ends },
  source: "the schedule",
});
const lookAt = (day: string, watched: readonly Watched[], before?: WatchMemory): Comparison =>
  compare({ watched, offer: "eastus2 Standard", now: Date.parse(day) }, before);

/** What each reading says has moved, as one line each. */
function movesOfAll(): string[][] {
  let memory: WatchMemory | undefined;
  return READINGS.map(([day, rows]) => {
    const found = lookAt(day, rows.map(reading), memory);
    memory = found.memory;
    return found.moves.map(({ id, from, to, days }) =>
      [id, `${from ?? "none"} → ${to ?? "none"}`, days]
        .filter((one) => one !== undefined)
        .join(" "),
    );
  });
}

test("each of four readings names every move, both ways, and nothing else", () => {
  expect(movesOfAll()).toEqual([
    [],
    [
      "gpt-4o+2024-11-20 GenerallyAvailable → Deprecating",
      "gpt-4o+2024-08-06 2027-10-01 → 2026-10-01 -365",
      "gpt-4o+2024-05-13 2027-03-31 → 2026-10-01 -181",
      "gpt-4o-mini 2027-10-01 → 2026-10-01 -365",
      "gpt-4o-mini GenerallyAvailable → Deprecating",
      "gpt-4.1 2027-10-14 → 2026-10-14 -365",
      "gpt-4.1 GenerallyAvailable → Deprecating",
      "gpt-4.1-nano 2027-10-14 → 2026-10-14 -365",
      "gpt-4.1-nano GenerallyAvailable → Deprecating",
    ],
    [
      "gpt-4o+2024-11-20 2026-10-01 → 2027-04-14 195",
      "gpt-4o+2024-11-20 Deprecating → Legacy",
      "gpt-4o+2024-08-06 2026-10-01 → 2027-04-14 195",
      "gpt-4o-mini 2026-10-01 → 2027-04-14 195",
      "gpt-4.1 2026-10-14 → 2027-04-14 182",
      "gpt-4.1 Deprecating → Legacy",
      "gpt-5.4-mini 2027-03-18 → 2027-09-21 187",
      "gpt-5.6-luna not listed → GenerallyAvailable",
      "gpt-4.1-nano Deprecating → not listed",
      "gpt-5 GenerallyAvailable → not listed",
      "gpt-5.1 GenerallyAvailable → not listed",
    ],
    [
      "gpt-4o+2024-05-13 2026-10-01 → 2026-12-09 69",
      "gpt-4.1 Legacy → Deprecating",
      "gpt-4.1-nano not listed → Deprecating",
      "gpt-5 2027-02-06 → 2027-02-09 3",
      "gpt-5 not listed → GenerallyAvailable",
      "gpt-5.1 not listed → GenerallyAvailable",
    ],
  ]);
});

test("what was not reached stays as it was last seen, with its day", () => {
  const [[day, rows]] = READINGS as [(typeof READINGS)[number]];
  const { memory } = lookAt(day, rows.map(reading));
  const unread: Watched = {
    ...{ id: "gpt-4o+2024-11-20", kind: "model", name: "gpt-4o", isUsed: true },
    unknown: "no sign-in",
  };
  const later = lookAt("2026-05-01", [unread], memory);
  expect(later).toEqual({ moves: [], memory });
  const again = lookAt("2026-08-15", READINGS[2]![1].map(reading), later.memory);
  expect(again.moves[0]).toMatchObject({ from: "2026-10-01", to: "2027-04-14", since: day });
});

test("the list of another region, or of another SKU, says nothing of models that it lacks", () => {
  const { memory } = lookAt(READINGS[0]![0], READINGS[0]![1].map(reading));
  const look = { watched: READINGS[2]![1].map(reading), offer: "westus3 Standard", now: 0 };
  const { moves } = compare(look, memory);
  expect(moves.filter(({ from, to }) => [from, to].includes("not listed"))).toEqual([]);
  expect(moves.map(({ what }) => what)).toContain("end");
});

test("an end that is withdrawn, and one that is published at last, are moves", () => {
  const [first, last] = ["2026-11-01", "2026-11-08"];
  const price = (ends?: string): Reading => ({
    ...{ id: "p", kind: "library", name: "p", isUsed: true, state: "listed", ends, source: "s" },
  });
  const known = lookAt(first, [price("2027-01-01")]);
  const withdrawn = lookAt(last, [price()], known.memory);
  expect(withdrawn.moves).toMatchObject([{ from: "2027-01-01", to: undefined, days: undefined }]);
  const back = lookAt(last, [price("2027-01-01")], withdrawn.memory);
  expect(back.moves).toMatchObject([{ from: undefined, to: "2027-01-01" }]);
});

test("a revision rises with every move, also after the memory was lost, and else stays", () => {
  const used = (day: string, row: Row, before?: WatchMemory) =>
    lookAt(day, [reading(row)], before).memory;
  const row: Row = ["gpt-4o+2024-11-20", GA, "2026-10-01"];
  const sequence = (memory: WatchMemory) => memory.entries["gpt-4o+2024-11-20"]!.sequence;
  const first = used("2026-04-23", row);
  const same = used("2026-05-01", row, first);
  expect(sequence(same)).toBe(sequence(first));
  const moved = used("2026-05-01", [row[0], GA, "2027-04-14"], same);
  expect(sequence(moved)).toBeGreaterThan(sequence(same));
  // A clock that went back a year.
  const back = used("2025-05-01", row, moved);
  expect(sequence(back)).toBe(sequence(moved) + 1);
  const anew = used("2026-06-01", row);
  expect(sequence(anew)).toBeGreaterThan(sequence(back));
  // RFC 5545 gives it 32 bits.
  expect(sequence(used("2099-01-01", row))).toBeLessThan(2 ** 31);
});

test("what the settings use no longer is remembered as an alternative, with a later revision", () => {
  const before = lookAt("2026-11-01", [reading(READINGS[3]![1][0]!)]).memory;
  const after = lookAt("2026-11-08", [], before).memory;
  expect(after.entries["gpt-4o+2024-11-20"]).toMatchObject({ isUsed: false, event: "2027-04-14" });
  expect(after.entries["gpt-4o+2024-11-20"]!.seen).toBe("2026-11-01");
  expect(dayOf(Date.parse("2026-11-08T23:59:59Z"))).toBe("2026-11-08");
});
