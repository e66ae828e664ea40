import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

/**
 * Gives a whole run of tests a temporary folder of its own, for the tests, the processes they start and what those
 * leave behind when they are killed on purpose; the folder goes with the run.
 */
export default function temporary(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-tests-"));
  for (const name of ["TMPDIR", "TEMP", "TMP"]) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
