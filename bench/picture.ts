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

/** A command whose terminal is shown. */
interface Recording {
  command: string;
  /** Where what is shown of its answer ends. */
  until: RegExp;
  title: string;
  /** Seconds from a line to the next; 0 for a picture that stands still. */
  pace: number;
}

const RECORDINGS: Record<string, Recording> = {
  "docs/rehearsal.svg": {
    command: "npm -s start -- --model planted",
    until: /^answers: /m,
    title: "A rehearsal in a terminal",
    pace: 0,
  },
  "docs/demo.svg": {
    command: "npm -s run demo",
    until: /^report:/m,
    title: "A class of thirty in a terminal",
    pace: 0.4,
  },
};

/**
 * `npm run picture` makes the README's pictures: terminals with a rehearsal and with a class of the
 * planted model, and the beginning of the report of a probe of it. All run on a local cloud in a
 * home of their own, which goes afterwards.
 */
async function main(): Promise<void> {
  for (const [file, recording] of Object.entries(RECORDINGS))
    writeFileSync(path.join(ROOT, file), record(recording));
  await makeReportPicture();
}

/** What stays on a terminal of a command. */
function record({ command, until, title, pace }: Recording): string {
  const home = mkdtempSync(path.join(tmpdir(), "rai-lab-picture-"));
  try {
    const { status, stdout, stderr } = spawnSync("npm", command.split(" ").slice(1), {
      cwd: ROOT,
      env: { ...process.env, RAI_LAB_HOME: home },
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${command} failed:\n${stderr}`);
    // A terminal writes over a stage that runs ("… up") and over its progress ("  up: …").
    const stages = stderr
      .trim()
      .split("\n")
      .filter((line) => !/^(…| {2})/.test(line));
    const [answer = ""] = stdout.split(until);
    const shown = wrapText([...stages, "", answer.trim()].join("\n"), COLUMNS);
    return terminalPicture(
      [`$ ${command}`, ...shown.replaceAll(`${ROOT}/`, "").split("\n")],
      title,
      pace,
    );
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
