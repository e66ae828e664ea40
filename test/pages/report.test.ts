import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { specHash } from "../../scripts/probe/design";
import { writeReport } from "../../scripts/probe/report/write";
import { scoreJournal } from "../../scripts/probe/score";
import { syntheticJournal } from "../support/probe/synthetic";
import { useBrowser } from "../support/browser";

const browser = useBrowser();
let folder: string;
let url: string;

/** An occupation whose name is longer than a row of a plot. */
const longName = ({ occupation }: { occupation: string }): { occupation: string } => ({
  occupation:
    occupation === "chef" ? "chef of a large hotel by the sea, in the high season" : occupation,
});

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "page-"));
  const planted = {
    samples: 20,
    conditions: ["M0", "M1"],
    feminine: { female: 0.55, other: 0.25 },
    shrink: { M1: 0.5 },
  };
  const journal = syntheticJournal({ ...planted, change: longName });
  const spec = {
    ...journal.header.spec,
    cells: journal.header.spec.cells.map((cell) => ({ ...cell, ...longName(cell) })),
    compare: "mini",
    bootstrapResamples: 1_000,
    permutations: 1_999,
  };
  const mini = syntheticJournal({
    ...planted,
    change: longName,
    seed: 2,
    feminine: { female: 0.25, other: 0.25 },
  });
  const event = {
    type: "event" as const,
    what: "429 Too Many Requests",
    at: journal.header.started,
  };
  const both = {
    ...journal,
    header: { ...journal.header, spec, hash: specHash(spec) },
    answers: [
      ...journal.answers,
      ...mini.answers.map((answer) => ({ ...answer, id: `${answer.id}@mini`, deployment: "mini" })),
    ],
    events: [event, event],
  };
  writeReport(scoreJournal(both), folder);
  url = pathToFileURL(join(folder, "report.html")).href;
});
afterAll(() => rmSync(folder, { recursive: true }));

interface View {
  width?: number;
  scheme?: "light" | "dark";
  print?: boolean;
}
async function open({ width = 1100, scheme = "light", print = false }: View = {}): Promise<{
  page: Page;
  problems: string[];
}> {
  const page = await browser().newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  if (print) await page.emulateMedia({ media: "print" });
  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== url) problems.push(`asked for ${request.url()}`);
  });
  await page.goto(url);
  return { page, problems };
}

test("says the verdict first, and asks the network for nothing", async () => {
  const { page, problems } = await open();
  const heading = page.getByRole("heading", { level: 1 });
  expect(await heading.innerText()).toBe(
    "The answers about women and about men differ: women are described in more feminine-coded wording, as more communal and more positively.",
  );
  expect((await heading.boundingBox())!.y).toBeLessThan(300);
  expect(await page.getByRole("note").innerText()).toMatch(/^SIMULATED/);
  expect(problems).toEqual([]);
});

test("can be walked by a screen reader: headings in order, captions, images with words", async () => {
  const { page } = await open();
  const levels = await page
    .locator("h1, h2, h3")
    .evaluateAll((all) => all.map((one) => Number(one.tagName[1])));
  expect(levels[0]).toBe(1);
  expect(levels.filter((level) => level === 1)).toHaveLength(1);
  levels.slice(1).forEach((level, k) => expect(level - levels[k]!).toBeLessThanOrEqual(1));
  expect(await page.locator("table").count()).toBeGreaterThanOrEqual(4);
  expect(await page.locator("table:not(:has(caption))").count()).toBe(0);
  const images = await page
    .getByRole("img")
    .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));
  // Six measures by occupation, the same by way of asking, and the default gender.
  expect(images).toHaveLength(13);
  const interval = String.raw`−\d\.\d\d, 95 % interval −\d\.\d\d to −\d\.\d\d\.`;
  expect(images[1]).toMatch(
    new RegExp(
      `^Masculine or feminine wording\\? average of 5 occupations: ${interval} [^:]+: ${interval}`,
    ),
  );
  expect(images[7]).toMatch(new RegExp(`no instruction: ${interval} the lab's instruction: −`));
  expect(images[12]).toMatch(/nurse: she \d+, he \d+/);
  expect(await page.locator("html").getAttribute("lang")).toBe("en");
});

test("the details open by keyboard", async () => {
  const { page } = await open();
  const table = page.getByRole("table", { name: /^Masculine or feminine wording\? Mean score/ });
  expect(await table.isVisible()).toBe(false);
  await page.getByText("Every occupation in figures").press("Enter");
  expect(await table.isVisible()).toBe(true);
  expect(await table.getByRole("row").count()).toBe(7);
});

/** The lowest contrast (WCAG 2) of any text on the page against its ground. */
const lowestContrast = (page: Page): Promise<{ ratio: number; text: string }> =>
  page.evaluate(() => {
    const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour: string): number => {
      const [r, g, b] = channels(colour).map((c) =>
        c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
    };
    const groundOf = (element: Element | null): string => {
      if (!element) return "rgb(255,255,255)";
      const colour = getComputedStyle(element).backgroundColor;
      return channels(colour)[3] === 0 ? groundOf(element.parentElement) : colour;
    };
    let lowest = { ratio: 21, text: "" };
    for (const element of document.querySelectorAll("main *:not(svg):not(svg *)")) {
      const own = [...element.childNodes].some(
        (node) => node.nodeType === 3 && node.textContent!.trim() !== "",
      );
      if (!own) continue;
      const [a, b] = [
        luminance(getComputedStyle(element).color),
        luminance(groundOf(element)),
      ].sort((x, y) => y - x);
      const ratio = (a! + 0.05) / (b! + 0.05);
      if (ratio < lowest.ratio) lowest = { ratio, text: element.textContent.trim().slice(0, 60) };
    }
    return lowest;
  });

test.each<View>([{ scheme: "light" }, { scheme: "dark" }, { scheme: "dark", print: true }])(
  "text can be read: %o",
  async (view) => {
    const { page } = await open(view);
    const { ratio, text } = await lowestContrast(page);
    expect(ratio, text).toBeGreaterThanOrEqual(4.5);
  },
);

test("every frame that scrolls can be reached and named by keyboard; no key leads nowhere", async () => {
  const { page } = await open({ width: 400 });
  const frames = page.locator(".scroll:has(table)");
  expect(await frames.count()).toBeGreaterThanOrEqual(4);
  const unnamed = await frames.evaluateAll((all) =>
    all
      .filter(
        (one) =>
          (one as HTMLElement).tabIndex !== 0 || (one.getAttribute("aria-label") ?? "") === "",
      )
      .map((one) => one.outerHTML.slice(0, 80)),
  );
  expect(unnamed).toEqual([]);
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
    "Skip to the verdict",
  );
  await page.keyboard.press("Enter");
  expect(new URL(page.url()).hash).toBe("#main");
  // Every table cell belongs to a named column or row: no figure is read out alone.
  const headless = await page
    .locator("table")
    .evaluateAll((all) =>
      all
        .filter(
          (one) =>
            !one.querySelector("thead th[scope=col]") ||
            one.querySelector("tbody tr:not(:has(th[scope=row]))"),
        )
        .map((one) => one.textContent.trim().slice(0, 60)),
    );
  expect(headless).toEqual([]);
});

test("tells in words what another way of asking did, model against model, and what happened", async () => {
  const { page } = await open();
  const summary = page.getByRole("table", { name: "Each way of asking, against no instruction" });
  expect(await summary.getByRole("row").nth(1).innerText()).toMatch(
    /the lab's instruction\s+(difference|no change)/,
  );
  expect(await page.getByRole("heading", { name: "Model against model" }).isVisible()).toBe(true);
  const other = page.getByRole("table", {
    name: "mini against gpt-35-turbo: no instruction",
  });
  expect(await other.getByRole("row").count()).toBe(7);
  const events = page.getByRole("table", { name: "From the journal" });
  expect(await events.getByRole("row").nth(1).innerText()).toMatch(/429 Too Many Requests\s+2/);
});

test("light and dark differ", async () => {
  const ground = async (scheme: "light" | "dark"): Promise<string> =>
    (await open({ scheme })).page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await ground("dark")).not.toBe(await ground("light"));
});

test.each([360, 768, 1400])(
  "nothing is cut, and only wide tables scroll, at %i px",
  async (width) => {
    const { page } = await open({ width });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
    const outside = await page.locator("svg text").evaluateAll((all) =>
      all
        .filter((one) => {
          const [own, frame] = [
            one.getBoundingClientRect(),
            one.closest("svg")!.getBoundingClientRect(),
          ];
          return (
            own.left < frame.left - 1 ||
            own.right > frame.right + 1 ||
            own.bottom > frame.bottom + 1
          );
        })
        .map((one) => one.textContent),
    );
    expect(outside).toEqual([]);
  },
);

test("no label of a plot lies on another one", async () => {
  const { page } = await open({ width: 390 });
  const overlaps = await page.locator("svg").evaluateAll((plots) =>
    plots.flatMap((plot) => {
      const boxes = [...plot.querySelectorAll("text")].map((one) => ({
        text: one.textContent,
        box: one.getBoundingClientRect(),
      }));
      return boxes.flatMap((a, k) =>
        boxes
          .slice(k + 1)
          .filter(
            ({ box }) =>
              Math.min(a.box.right, box.right) - Math.max(a.box.left, box.left) > 1 &&
              Math.min(a.box.bottom, box.bottom) - Math.max(a.box.top, box.top) > 4,
          )
          .map((b) => `${a.text} / ${b.text}`),
      );
    }),
  );
  expect(overlaps).toEqual([]);
});

test("no word of the trade is left unexplained", async () => {
  const { page } = await open();
  await page.evaluate(() =>
    document.querySelectorAll("details").forEach((one) => (one.open = true)),
  );
  const text = await page.innerText("main");
  expect(text.match(/\b(gate|arms?|M[0-5])\b/g)).toBeNull();
});

/** Headings, captions and summaries that a page of A4 would separate from what they announce. */
const strandedOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    // Columns of the height of a page break where pages do, and can be measured.
    document.documentElement.style.cssText =
      "height: 269mm; column-fill: auto; column-width: 184mm; column-gap: 0";
    const pageOf = (element: Element, end: "left" | "right"): number => {
      const boxes = [...element.getClientRects()];
      const box = end === "left" ? boxes[0]! : boxes.at(-1)!;
      return Math.floor(
        (box[end] + (end === "left" ? 1 : -1)) / document.documentElement.clientWidth,
      );
    };
    return [...document.querySelectorAll("h2, h3, caption, summary")]
      .filter((one) => one.checkVisibility())
      .filter((one) => {
        const next = one.nextElementSibling ?? one.parentElement!.nextElementSibling;
        return next?.checkVisibility() && pageOf(one, "right") !== pageOf(next, "left");
      })
      .map((one) => one.textContent.trim());
  });

test("prints a summary of two pages first, in at most twelve, and strands no heading", async () => {
  const { page } = await open({ width: 695, print: true });
  const pages = async (): Promise<number> => {
    const pdf = await page.pdf({ preferCSSPageSize: true });
    return pdf.toString("latin1").match(/\/Type \/Page\b/g)!.length;
  };
  expect(await pages()).toBeLessThanOrEqual(12);
  expect(await strandedOn(page)).toEqual([]);
  await page.addStyleTag({ content: "main > :not(.summary) { display: none }" });
  expect(await pages()).toBeLessThanOrEqual(3);
});
