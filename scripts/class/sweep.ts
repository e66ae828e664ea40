/**
 * When the expired seats of a class were last swept (`lab class destroy --expired`), as far as this
 * machine knows: `.lab/classes/NAME/sweep.json`. A sweep on another machine leaves nothing here.
 */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { replaceFileSync } from "../base/atomic-file";
import { ensurePrivateFolder } from "../base/private-folder";
import { parseStrictJson } from "../base/strict-json";
import type { ClassStatus, SeatStatus } from "./class-status";
import { isOver } from "./times";

/** A nightly sweep may be late by a night before anybody must hear of it. */
export const SWEEP_HOURS = 48;
const LATE_MS = SWEEP_HOURS * 3_600_000;

const sweep = z.strictObject({
  schema: z.literal("rai-lab/class-sweep/1"),
  /** ISO text, by the cloud's clock. */
  at: z.iso.datetime(),
});

const sweepFile = (folder: string): string => path.join(folder, "sweep.json");

/**
 * Writes that all seats of a class were swept, for its owner alone to read.
 * @param folder of the class
 * @param now milliseconds since the epoch
 */
export function writeSweep(folder: string, now: number): void {
  ensurePrivateFolder(folder);
  const document = { schema: sweep.shape.schema.value, at: new Date(now).toISOString() };
  replaceFileSync(sweepFile(folder), `${JSON.stringify(document)}\n`);
}

/** When this machine last swept the class, as ISO text; null where no file that can be read says so. */
export function lastSweep(folder: string): string | null {
  try {
    return sweep.parse(parseStrictJson(readFileSync(sweepFile(folder), "utf8"))).at;
  } catch {
    return null;
  }
}

/** Whether a stack has stood for 48 hours past its expiry, so that no sweep has taken it. */
export const isMissed = ({ made, expires }: SeatStatus, now: number): boolean =>
  made !== null && expires !== null && isOver(expires, now - LATE_MS);

/**
 * How the sweep of a class is, by what this machine knows.
 * @param stacks the half that seats share, where there is one, and every seat
 */
export const sweepOf = (
  last: string | null,
  stacks: readonly SeatStatus[],
  now: number,
): ClassStatus["sweep"] => ({
  last,
  isLate:
    last !== null && now - Date.parse(last) > LATE_MS && stacks.some(({ made }) => made !== null),
  missed: stacks.filter((one) => isMissed(one, now)).map(({ stack }) => stack),
});
