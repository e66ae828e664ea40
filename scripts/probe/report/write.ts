import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { replaceFileSync } from "../../base/atomic-file";
import type { Score } from "../score";
import { documentOf, FILES } from "./document";
import { junitOf } from "./junit";
import type { Links } from "./next-section";
import { pageOf } from "./page";

/** Writes `report.json`, `report.html` and `junit.xml` into a folder, each one atomically. */
export function writeReport(score: Score, folder: string, links?: Links): void {
  mkdirSync(folder, { recursive: true });
  replaceFileSync(join(folder, FILES.json), `${JSON.stringify(documentOf(score), null, 2)}\n`);
  replaceFileSync(join(folder, FILES.html), pageOf(score, links));
  replaceFileSync(join(folder, FILES.junit), junitOf(score));
}
