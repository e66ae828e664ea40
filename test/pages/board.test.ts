/** The board of a class and its hand-outs, in a real browser. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { classPage, handoutsPage, serveBoard } from "../../scripts/class/board";
import type { ClassStatus } from "../../scripts/class/class-status";
import { axeFindings } from "../support/axe";
import { useBrowser } from "../support/browser";
import { HOSTILE, hostileClass } from "../support/class/hostile-class";
import { classOf, NOW, sampleClass, seatOf } from "../support/class/sample-class";
import { temporaryFolder } from "../support/folder";
import { seconds } from "../support/time-limits";

const browser = useBrowser();
const DRAWN = {
  page: (status: ClassStatus) => classPage(status, { now: NOW }),
  handouts: handoutsPage,
};
type Kind = keyof typeof DRAWN;

interface View {
  width?: number;
  scripts?: boolean;
  print?: boolean;
}

async function open(status: ClassStatus, kind: Kind, view: View = {}): Promise<Page> {
  const file = join(temporaryFolder(), "page.html");
  writeFileSync(file, DRAWN[kind](status));
  const context = await browser().newContext({
    viewport: { width: view.width ?? 1280, height: 900 },
    javaScriptEnabled: view.scripts ?? true,
  });
  const page = await context.newPage();
  if (view.print) await page.emulateMedia({ media: "print" });
  await page.goto(pathToFileURL(file).href);
  return page;
}

const everything = (): ClassStatus => ({
  ...sampleClass(24),
  where: "local cloud",
  layout: "shared",
  half: seatOf(0, { name: null, userName: null, notebookUrl: null }),
});

test.each<Kind>(["page", "handouts"])(
  "axe finds nothing wrong in the %s, on a phone and on a screen, light and dark",
  { timeout: seconds(60) },
  async (kind) => {
    expect(await axeFindings(await open(everything(), kind))).toEqual([]);
  },
);

test.each<[Kind, number]>([
  ["page", 390],
  ["page", 900],
  ["page", 1280],
  ["handouts", 390],
  ["handouts", 1280],
])("nothing of the %s is cut or scrolls sideways at %d px, with 300 seats", async (kind, width) => {
  const long = seatOf(0, { name: "W".repeat(200), userName: `${"w".repeat(200)}@example.edu` });
  const { seats, ...rest } = sampleClass(300);
  const page = await open({ ...rest, seats: [long, ...seats] }, kind, { width });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    width,
  );
  const outside = await page.locator("main *").evaluateAll((all) =>
    all
      .filter((one) => one.checkVisibility() && !one.closest("svg"))
      .filter((one) => {
        const { left, right, width: own } = one.getBoundingClientRect();
        return own > 0 && right > 0 && (left < 0 || right > document.documentElement.clientWidth);
      })
      .map((one) => one.outerHTML.slice(0, 100)),
  );
  expect(outside).toEqual([]);
});

test.each([390, 640, 900])("at %d px no sort button lies on another", async (width) => {
  const page = await open(sampleClass(3), "page", { width });
  const boxes = await page.locator("thead button").evaluateAll((buttons) =>
    buttons.map((button) => {
      const range = document.createRange();
      range.selectNodeContents(button);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { left, right, top, bottom };
    }),
  );
  expect(boxes.length).toBeGreaterThan(4);
  const overlaps = boxes.flatMap((a, i) =>
    boxes.slice(i + 1).filter((b) => {
      const apart = [a.right - b.left, b.right - a.left, a.bottom - b.top, b.bottom - a.top];
      return Math.min(...apart) > 1;
    }),
  );
  expect(overlaps).toEqual([]);
});

test("without scripts everything can be read, and no control is shown that would do nothing", async () => {
  const page = await open(sampleClass(20), "page", { scripts: false });
  expect(await page.getByRole("row").count()).toBe(21);
  expect(await page.getByRole("searchbox").count()).toBe(0);
  expect(await page.getByRole("link", { name: /^Sign in/ }).count()).toBeGreaterThan(10);
});

/** Seats in the order in which they are shown. */
const shown = (page: Page): Promise<string[]> =>
  page.locator("tbody tr:visible th code").allTextContents();

const CLASS = classOf([
  seatOf(1, { name: "Zoë", cost: { amount: 2, currency: "USD", basis: "list" } }),
  seatOf(2, {
    name: "Anna",
    state: "failed",
    cost: null,
    failure: { code: "Quota", message: "no" },
  }),
  seatOf(10, { name: "Maria", cost: { amount: 11, currency: "USD", basis: "list" } }),
]);

test("sorts by each heading, by keyboard too, and what is not known comes last both ways", async () => {
  const page = await open(CLASS, "page");
  expect(await shown(page)).toEqual(["seat-001", "seat-002", "seat-010"]);
  const cost = page.getByRole("button", { name: "Cost so far" });
  await cost.press("Enter");
  expect(await shown(page)).toEqual(["seat-001", "seat-010", "seat-002"]);
  await cost.press("Enter");
  expect(await shown(page)).toEqual(["seat-010", "seat-001", "seat-002"]);
  const sorted = page.getByRole("columnheader", { name: "Cost so far" });
  expect(await sorted.getAttribute("aria-sort")).toBe("descending");
  await page.getByRole("button", { name: "Seat" }).click();
  expect(await shown(page)).toEqual(["seat-002", "seat-010", "seat-001"]);
  await page.getByRole("button", { name: "State" }).click();
  expect((await shown(page))[0]).toBe("seat-002");
  expect(await sorted.getAttribute("aria-sort")).toBeNull();
});

test("finds by any text and by state, says how many, and a link to a hidden seat shows it", async () => {
  const page = await open(CLASS, "page");
  await page.getByLabel("Find").fill("zoë");
  expect(await shown(page)).toEqual(["seat-001"]);
  expect(await page.locator("#shown").textContent()).toBe("1 of 3 seats shown");
  await page.getByRole("link", { name: "seat-002" }).click();
  expect(await page.locator("#seat-seat-002").isVisible()).toBe(true);
  expect(await page.getByLabel("Find").inputValue()).toBe("");
  await page.getByLabel("State").selectOption("failed");
  expect(await shown(page)).toEqual(["seat-002"]);
});

test("every link says whose it is", async () => {
  const page = await open(CLASS, "page");
  expect(await page.getByRole("link", { name: "Sign in Zoë" }).count()).toBe(1);
  expect(await page.getByRole("link", { name: "Notebook Maria" }).count()).toBe(1);
});

test("the headings stay in sight on a screen; on a phone a seat is a card with its labels", async () => {
  const page = await open(sampleClass(60), "page");
  await page.locator("tbody tr").nth(40).scrollIntoViewIfNeeded();
  const box = await page.getByRole("columnheader", { name: "Expires" }).boundingBox();
  expect(box!.y).toBe(0);
  await page.setViewportSize({ width: 390, height: 900 });
  const row = page.locator("tbody tr").first();
  const tops = await row
    .locator("td")
    .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  expect(new Set(tops).size).toBe(tops.length);
  const label = await row
    .locator("td")
    .nth(2)
    .evaluate((one) => getComputedStyle(one, "::before").content);
  expect(label).toContain("Ready since");
});

test.each<Kind>(["page", "handouts"])(
  "hostile texts run nothing in the %s, send nothing and leave for nowhere",
  { timeout: seconds(30) },
  async (kind) => {
    const page = await open(classOf([]), kind);
    const tried: string[] = [];
    page.on("console", (message) => tried.push(message.text()));
    page.on("pageerror", (error) => tried.push(error.message));
    await page.route(/^(?!file:|data:)/, (route) => {
      tried.push(route.request().url());
      return route.abort();
    });
    const folder = temporaryFolder();
    for (const [k, text] of HOSTILE.entries()) {
      const file = join(folder, `${k}.html`);
      writeFileSync(file, DRAWN[kind](hostileClass(text)));
      await page.goto(pathToFileURL(file).href);
      expect(tried, text).toEqual([]);
    }
  },
);

const pagesOf = async (page: Page): Promise<number> => {
  const pdf = await page.pdf({ preferCSSPageSize: true });
  return pdf.toString("latin1").match(/\/Type \/Page\b/g)!.length;
};

test("300 seats print on at most 15 sheets of A4, across, on white, without controls", async () => {
  const page = await open(sampleClass(300), "page", { width: 1047, print: true });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(ground).toBe("rgb(255, 255, 255)");
  expect(await pagesOf(page)).toBeLessThanOrEqual(15);
  expect(await page.getByRole("searchbox").count()).toBe(0);
  const right = await page
    .locator("tbody td:visible")
    .evaluateAll((all) => Math.max(...all.map((one) => one.getBoundingClientRect().right)));
  expect(right).toBeLessThanOrEqual(1047);
});

test.each([
  [1, 1],
  [8, 1],
  [9, 2],
  [300, 38],
])("%d hand-outs print on %d sheets, eight on each", async (count, sheets) => {
  const seats = Array.from({ length: count }, (_, k) => seatOf(k + 1));
  const page = await open(classOf(seats), "handouts", { print: true });
  expect(await pagesOf(page)).toBe(sheets);
});

test("the longest name and address make a card higher, and lose nothing", async () => {
  const name = "W".repeat(200);
  const userName = `${"w".repeat(100)}@example.edu`;
  const page = await open(classOf([seatOf(1, { name, userName })]), "handouts", {
    width: 733,
    print: true,
  });
  const card = page.locator(".handout");
  const { inner, outer } = await card.evaluate((one) => ({
    inner: [one.scrollWidth, one.scrollHeight],
    outer: [one.clientWidth, one.clientHeight],
  }));
  expect(inner).toEqual(outer);
  expect(await card.textContent()).toContain(name);
});

test("a board that is served renews itself, keeps view and focus, and says when it cannot", async () => {
  let status = CLASS;
  let now = NOW;
  const board = await serveBoard({
    read: () => Promise.resolve(status),
    clock: { now: () => now },
    signal: new AbortController().signal,
  });
  const context = await browser().newContext();
  const page = await context.newPage();
  await page.clock.install({ time: NOW });
  await page.goto(board.url);
  await page.getByRole("button", { name: "Cost so far" }).click();
  await page.getByLabel("Find").fill("seat-0");
  await page.getByRole("link", { name: "Sign in Zoë" }).focus();
  status = classOf(
    CLASS.seats.map((seat) => ({ ...seat, state: "ready" as const, failure: null })),
  );
  now += 60_000;
  await page.clock.runFor(10_500);
  await page.getByText("3 of 3 seats are ready").waitFor();
  expect(await page.title()).toBe("spring-2026: 3 of 3 seats are ready");
  expect(await shown(page)).toEqual(["seat-001", "seat-010", "seat-002"]);
  expect(await page.evaluate(() => document.activeElement!.id)).toBe("seat-seat-001-name-sign-in");
  expect(await page.locator("#renewed").textContent()).toMatch(/^Renewed at /);
  await board.close();
  await page.clock.runFor(10_500);
  await page.getByText("No longer renewed: the command has ended.").waitFor();
  await context.close();
});

test("a paused board asks nothing", async () => {
  let reads = 0;
  const board = await serveBoard({
    read: () => {
      reads += 1;
      return Promise.resolve(CLASS);
    },
    clock: { now: () => NOW + reads * 60_000 },
    signal: new AbortController().signal,
  });
  const page = await (await browser().newContext()).newPage();
  await page.clock.install({ time: NOW });
  await page.goto(board.url);
  const pause = page.getByRole("button", { name: "Pause renewal" });
  await pause.click();
  expect(await pause.getAttribute("aria-pressed")).toBe("true");
  await page.clock.runFor(60_000);
  expect(reads).toBe(1);
  await page.context().close();
  await board.close();
});
