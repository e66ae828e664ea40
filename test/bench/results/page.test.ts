import { readFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import type { Figure } from "../../../bench/figures";
import { page } from "../../../bench/results/page";
import { beginRun, keep, keptRuns, type Run } from "../../../bench/results/runs";
import { shareOfLimit } from "../../../bench/results/share-plot";
import { temporaryFolder } from "../../support/folder";

const runOf = (date: string, figures: readonly Figure[]): Run => ({
  ...beginRun(new Date(date)),
  figures: figures.map((figure) => ({ bench: "start", ...figure })),
});

test("a run is kept with its machine, which it does not name, and read again", () => {
  const file = path.join(temporaryFolder(), "runs.jsonl");
  const figures = [
    { figure: "faster", value: 8.123456, unit: "×", limit: { least: 8 } },
    { figure: "whole", value: NaN, reason: "no CLI" },
  ];
  const run = runOf("2026-11-30T20:00:00Z", figures);
  keep(run, file);
  keep(run, file);
  expect(readFileSync(file, "utf8")).not.toMatch(/\/home|\/tmp|\/root|\/work/);
  const [first, second] = keptRuns(file);
  expect(first).toEqual(second);
  expect(first!.machine.cores).toBeGreaterThan(0);
  expect(first!.figures.map(({ value }) => value)).toEqual([8.1235, NaN]);
});

test.each([
  [{ most: 10 }, 5, 0.5],
  [{ least: 8 }, 16, 0.5],
  [{ least: 93, most: 97 }, 97, 1],
  [{ most: 0 }, 3, undefined],
  [undefined, 3, undefined],
  [{ most: 10 }, NaN, undefined],
])("of the limit %j a value of %d takes %d", (limit, value, share) => {
  expect(shareOfLimit({ limit }, value)).toBe(share);
});

test("the page has the last run of each bench, and says what was missed or not measured", () => {
  const text = page([
    runOf("2026-11-29T20:00:00Z", [{ figure: "faster", value: 9, limit: { least: 8 } }]),
    runOf("2026-11-30T20:00:00Z", [
      { figure: "faster", value: 7, limit: { least: 8 } },
      { figure: "<whole>", value: NaN, reason: "no CLI" },
    ]),
  ]);
  expect(text).toContain("0 limits are met, 1 are missed.");
  expect(text).toContain("MISSED");
  expect(text).toContain("no CLI");
  expect(text).toContain("&lt;whole&gt;");
  expect(text).toContain("2026-11-30 20:00 UTC");
  expect(text).not.toContain("2026-11-29");
  expect(text.match(/<circle/g)).toHaveLength(2);
});

test("the page in the repository is that of the kept runs", () => {
  const kept = path.join(__dirname, "../../../bench/results/index.html");
  expect(readFileSync(kept, "utf8")).toBe(page(keptRuns()));
});
