import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

/** Debian's. */
const CHROMIUM = "/usr/bin/chromium";
const ROOT = path.join(__dirname, "..");
/** Enough answers for a verdict. */
const SAMPLES = "40";
const WIDTH = 1280;

/**
 * `npm run picture` makes the README's picture: the beginning of the report of a probe of the
 * planted model on the local cloud. It creates the lab in a home of its own, which goes afterwards.
 */
async function main(): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), "rai-lab-picture-"));
  const lab = (...args: string[]): void => {
    execFileSync(process.execPath, [path.join(ROOT, "bin/lab.js"), ...args, "--local"], {
      cwd: ROOT,
      env: { ...process.env, RAI_LAB_HOME: home },
      stdio: "inherit",
    });
  };
  try {
    lab("up", "dev", "--yes");
    probe(() => {
      lab("probe", "dev", "--model", "planted", "--samples", SAMPLES, "--out", home);
    });
    await photograph(path.join(home, "report.html"), path.join(ROOT, "docs/report.png"));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A probe that finds a difference exits with 1. @throws what else went wrong */
function probe(run: () => void): void {
  try {
    run();
  } catch (error) {
    if ((error as { status?: number }).status !== 1) throw error;
  }
}

/** The page from its top to the end of the measures' panels. */
async function photograph(file: string, picture: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
  await page.goto(pathToFileURL(file).href);
  const { y, height } = (await page.locator(".cards").first().boundingBox())!;
  const clip = { x: 0, y: 0, width: WIDTH, height: Math.ceil(y + height) + 14 };
  await page.screenshot({ path: picture, fullPage: true, clip });
  await browser.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
