import { readFileSync } from "node:fs";
import * as path from "node:path";
import { isJsonObject } from "../../../../infra/json-object";
import type { SeatStatus } from "../../../class/class-status";

const VERDICTS = ["within margin", "difference", "inconclusive"] as const;

/** The verdict of the last probe whose report is in a folder; null where none can be read. */
export function lastVerdict(folder: string): SeatStatus["verdict"] {
  try {
    const report = JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8")) as unknown;
    const verdict = isJsonObject(report) ? report["verdict"] : undefined;
    return VERDICTS.find((known) => known === verdict) ?? null;
  } catch {
    return null;
  }
}
