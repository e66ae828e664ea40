import { chmodSync, existsSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { expect, test, vi } from "vitest";
import { openInBrowser } from "../../../scripts/lib/shell/browser";
import { temporaryFolder } from "../../support/folder";
import { seconds } from "../../support/time-limits";

test.skipIf(process.platform === "win32")("a link is given to the platform's program", async () => {
  const folder = temporaryFolder();
  const shown = path.join(folder, "shown");
  for (const program of ["xdg-open", "open"]) {
    const file = path.join(folder, program);
    writeFileSync(file, `#!/bin/sh\necho "$0 $1" > "${shown}-${program}"\n`);
    chmodSync(file, 0o700);
  }
  vi.stubEnv("PATH", `${folder}:${process.env.PATH ?? ""}`);
  for (const [platform, program] of [
    ["linux", "xdg-open"],
    ["darwin", "open"],
  ] as const) {
    expect(await openInBrowser("file:///report.html", platform)).toBe(true);
    await vi.waitFor(() => expect(existsSync(`${shown}-${program}`)).toBe(true), seconds(10));
  }
  vi.stubEnv("PATH", temporaryFolder());
  expect(await openInBrowser("file:///report.html", "linux")).toBe(false);
  vi.unstubAllEnvs();
});
