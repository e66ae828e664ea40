import { join } from "node:path";
import { replaceFileSync } from "../../base/atomic-file";
import { ensurePrivateFolder } from "../../base/private-folder";
import type { ClassStatus } from "../class-status";
import { FILES } from "./files";
import { handoutsPage } from "./handouts";
import { classPage } from "./page";
import { rosterCsv } from "./roster-csv";

/**
 * Writes the board, its hand-outs and its roster side by side, each one atomically. They name every
 * student: no other user of the machine may read them.
 * @param now milliseconds since the epoch
 * @returns the path of the page
 */
export function writeBoard(status: ClassStatus, folder: string, now: number): string {
  ensurePrivateFolder(folder);
  replaceFileSync(join(folder, FILES.handouts), handoutsPage(status));
  replaceFileSync(join(folder, FILES.roster), rosterCsv(status));
  const page = join(folder, FILES.page);
  replaceFileSync(page, classPage(status, { now }));
  return page;
}
