import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { seconds } from "./time-limits";

/** Debian's. */
const CHROMIUM = "/usr/bin/chromium";
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
/** The first launch after an installation is slow. */
const LAUNCH_MS = seconds(15);

/** A browser for the tests of a file. Where there is none, they are skipped with that reason. */
export function useBrowser(): () => Browser {
  const missing = !existsSync(CHROMIUM);
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (!missing)
      browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS, timeout: LAUNCH_MS });
  }, LAUNCH_MS);
  beforeEach((context) =>
    context.skip(missing, `there is no ${CHROMIUM} (apt-get install chromium)`),
  );
  afterAll(() => browser?.close());
  return () => {
    if (!browser) throw new Error("a browser is there once the tests run");
    return browser;
  };
}
