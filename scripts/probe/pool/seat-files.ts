import { crc32 } from "node:zlib";
import { z } from "zod";
import { ARMS, BASELINE } from "../text/lexicon";

/** What a seat's folder held. */
export interface SeatFiles {
  seat: string;
  /** The secret scope of its lab, which marks its answers; undefined where it is not known. */
  scope: string | undefined;
  /** The text of each file of answers; or why they were not read. */
  files: readonly string[] | { state: "too large" | "not read"; reason: string };
}

/** One answer, as the notebook saves it. Unknown fields are ignored. */
const row = z.object({
  condition: z.string(),
  occupation: z.string().min(1).max(200),
  arm: z.enum(ARMS),
  sample: z.int().min(0).max(1_000),
  prompt: z.string().max(10_000),
  text: z.string().max(100_000).nullish(),
  finish_reason: z.string().max(100).nullish(),
  refusal: z.string().max(100_000).nullish(),
  model: z.string().max(200).nullish(),
  seat: z.string().max(100).nullish(),
});
/** One answer, as the notebook saves it. */
export type SeatRow = z.infer<typeof row>;

/** What a seat's files say. */
export interface ReadSeat {
  /** Answers to questions without an instruction, each once. */
  rows: SeatRow[];
  /** Lines that are no answer. */
  damaged: number;
  /** Answers that bear the mark of another lab. */
  foreign: number;
}

/** More lines than 100 answers to each of a hundred questions, with five instructions. */
const MAX_LINES = 50_000;

/** The mark of a lab in its answers: `_seat` of `notebooks/lab_helpers.py`. */
export const markOf = (scope: string): string => crc32(scope).toString(16).padStart(8, "0");

/** Reads a seat's files; a student may have written anything there. */
export function readSeat(files: readonly string[], scope: string | undefined): ReadSeat {
  const read: ReadSeat = { rows: [], damaged: 0, foreign: 0 };
  for (const text of files) readFile(text, scope, read);
  return read;
}

function readFile(text: string, scope: string | undefined, read: ReadSeat): void {
  const lines = text.split("\n", MAX_LINES + 1);
  if (lines.length > MAX_LINES) read.damaged++;
  const rows = new Map<string, SeatRow>();
  for (const line of lines.slice(0, MAX_LINES)) {
    if (line.trim() === "") continue;
    const parsed = parse(line);
    if (!parsed) read.damaged++;
    else if (scope !== undefined && parsed.seat != null && parsed.seat !== markOf(scope))
      read.foreign++;
    else if (parsed.condition === BASELINE) rows.set(keyOf(parsed), parsed);
  }
  read.rows.push(...rows.values());
}

/** As the notebook, which reads its file again: the last answer to a question with this number. */
const keyOf = ({ occupation, arm, sample, prompt }: SeatRow): string =>
  JSON.stringify([occupation, arm, sample, prompt]);

function parse(line: string): SeatRow | undefined {
  try {
    return row.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
