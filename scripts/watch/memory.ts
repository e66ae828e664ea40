import { existsSync, readFileSync, renameSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { LabError, messageOf } from "../../infra/errors";
import { replaceFileSync } from "../base/atomic-file";
import { ensurePrivateFolder } from "../base/private-folder";
import { OTHER_VERSION_CURE, otherVersion } from "../base/schema";
import { parseStrictJson } from "../base/strict-json";

const day = z.iso.date();

const entry = z.object({
  kind: z.enum(["model", "runtime", "api-version", "library", "price"]),
  name: z.string(),
  isUsed: z.boolean(),
  state: z.string(),
  ends: day.optional(),
  source: z.string(),
  /** When its source last said so. */
  seen: day,
  /** Day of its event in the calendar, once it has had one. */
  event: day.optional(),
  /** Revision of that event. */
  sequence: z.int().nonnegative(),
});

/** What the last look of each source said. */
const watchMemory = z.object({
  schema: z.literal("rai-lab/watch-memory/1"),
  /** Where and how models were offered: a list of another place says nothing of this one. */
  offer: z.string(),
  entries: z.record(z.string(), entry),
});

export type Remembered = z.infer<typeof entry>;
export type WatchMemory = z.infer<typeof watchMemory>;

/** What is known of earlier looks, and how well. */
export interface Recollection {
  /** Undefined when nothing is remembered, or nothing that can be read. */
  memory: WatchMemory | undefined;
  state: "kept" | "none" | "damaged";
  /** The state as a sentence. */
  message: string;
}

/**
 * What was seen last. Without a memory, or with a damaged one, that is said: moves before today are
 * then not known.
 * @throws LabError `state-unreadable` for the memory of a later version
 */
export function recall(file: string): Recollection {
  if (!existsSync(file))
    return {
      memory: undefined,
      state: "none",
      message: `nothing is remembered: this is the first look, or ${file} was lost; what moved before is not known`,
    };
  let document: unknown;
  try {
    document = parseStrictJson(readFileSync(file, "utf8"));
    const memory = watchMemory.parse(document);
    return { memory, state: "kept", message: `remembered in ${file}` };
  } catch (cause) {
    const later = otherVersion(document, watchMemory.shape.schema.value);
    if (later !== undefined)
      throw new LabError("state-unreadable", `the watch's memory cannot be read: ${later}`, {
        where: file,
        cure: OTHER_VERSION_CURE,
        cause,
      });
    const damage = cause instanceof z.ZodError ? z.prettifyError(cause) : messageOf(cause);
    return {
      memory: undefined,
      state: "damaged",
      message: `the memory was damaged and is kept as ${damagedFile(file)}; what moved before is not known (${damage.split("\n")[0] ?? ""})`,
    };
  }
}

/** Writes the memory whole or not at all. A damaged one is moved aside, never overwritten. */
export function remember(file: string, memory: WatchMemory, state: Recollection["state"]): void {
  ensurePrivateFolder(path.dirname(file));
  if (state === "damaged") renameSync(file, damagedFile(file));
  replaceFileSync(file, `${JSON.stringify(memory, null, 2)}\n`);
}

const damagedFile = (file: string): string => `${file}.damaged`;
