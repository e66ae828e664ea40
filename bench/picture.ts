import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { wrapText } from "../scripts/lib/shell/wrap";
import { terminalPicture } from "./terminal-picture";

/** Debian's. */
const CHROMIUM = "/usr/bin/chromium";
const ROOT = path.join(__dirname, "..");
/** Enough answers for a verdict. */
const SAMPLES = "40";
const WIDTH = 1280;

/** Columns of the terminal. */
const COLUMNS = 100;

/**
 * `npm run picture` makes the README's pictures: a terminal with a rehearsal of the planted model,
 * and the beginning of the report of a probe of it. Both run on a local cloud in a home of their
 * own, which goes afterwards.
 */
async function main(): Promise<void> {
  writeFileSync(path.join(ROOT, "docs/rehearsal.svg"), recordRehearsal());
  await makeReportPicture();
}

/** What stays on a terminal of a rehearsal, to the end of the probe's table. */
function recordRehearsal(): string {
  const home = mkdtempSync(path.join(tmpdir(), "rai-lab-picture-"));
  const command = "npm -s start -- --model planted";
  try {
    const { status, stdout, stderr } = spawnSync("npm", command.split(" ").slice(1), {
      cwd: ROOT,
      env: { ...process.env, RAI_LAB_HOME: home },
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`the rehearsal failed:\n${stderr}`);
    // A terminal writes over a stage that runs ("… up") and over its progress ("  up: …").
    const stages = stderr
      .trim()
      .split("\n")
      .filter((line) => !/^(…| {2})/.test(line));
    const [answer = ""] = stdout.split(/^answers: /m);
    const shown = wrapText([...stages, "", answer.trim()].join("\n"), COLUMNS);
    return terminalPicture([`$ ${command}`, ...shown.split("\n")], "A rehearsal in a terminal");
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function makeReportPicture(): Promise<void> {
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
