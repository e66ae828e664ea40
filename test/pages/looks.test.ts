import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeReport } from "../../scripts/probe/report/write";
import { scoreJournal } from "../../scripts/probe/score";
import { syntheticJournal } from "../support/probe/synthetic";
import { useBrowser } from "../support/browser";

const browser = useBrowser();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "looks-page-"));
  const { header, ...rest } = syntheticJournal({
    samples: 16,
    sequential: true,
    feminine: { female: 0.6, other: 0.15 },
  });
  const spec = { ...header.spec, permutations: 199, bootstrapResamples: 199 };
  writeReport(scoreJournal({ ...rest, header: { ...header, spec } }), folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  { width: 360, scheme: "light" as const },
  { width: 1280, scheme: "dark" as const },
])("z at each look: a panel for each measure and a table, at %o", async ({ width, scheme }) => {
  const page = await browser().newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  await page.goto(pathToFileURL(join(folder, "report.html")).href);
  const panels = page.getByRole("img", { name: /^z at each look/ });
  const boxes = await panels.evaluateAll((all) =>
    all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect),
  );
  expect(boxes).toHaveLength(6);
  // Side by side where there is room, else one below the other.
  expect(new Set(boxes.map(({ top }) => Math.round(top))).size).toBe(width < 400 ? 6 : 2);
  for (const { left, right } of boxes) {
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(width);
  }
  const table = page.getByRole("table", { name: /^z at each look/ });
  expect(await table.isVisible()).toBe(false);
  await page.getByText("Figures by look").press("Enter");
  expect(await table.isVisible()).toBe(true);
  expect(await table.getByRole("row").count()).toBe(7);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    width,
  );
});
