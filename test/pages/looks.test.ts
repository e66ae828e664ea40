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
  { width: 1100, scheme: "dark" as const },
])("z at each look: six panels side by side and a table, at %o", async ({ width, scheme }) => {
  const page = await browser().newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  await page.goto(pathToFileURL(join(folder, "report.html")).href);
  const plot = page.getByRole("img", { name: /^z of each measure at each look/ });
  expect(await plot.count()).toBe(1);
  const boxOf = async (title: string) =>
    (await plot.getByText(title, { exact: true }).boundingBox())!;
  const [told, wording, agency, sentiment] = await Promise.all(
    ["Can they be told apart?", "Gender-coded wording", "Agentic and communal", "Sentiment"].map(
      boxOf,
    ),
  );
  // Three to a row, none on top of another.
  expect(agency!.y).toBeCloseTo(told!.y, 0);
  expect(sentiment!.y).toBeGreaterThan(told!.y + 4 * told!.height);
  expect(told!.x + told!.width).toBeLessThan(wording!.x);
  expect(wording!.x + wording!.width).toBeLessThan(agency!.x);
  const table = page.getByRole("table", { name: /^z at each look/ });
  expect(await table.isVisible()).toBe(false);
  await page.getByText("Figures by look").press("Enter");
  expect(await table.isVisible()).toBe(true);
  expect(await table.getByRole("row").count()).toBe(7);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    width,
  );
});
