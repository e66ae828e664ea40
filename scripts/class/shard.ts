import { createHash } from "node:crypto";
import { LabError } from "../../infra/errors";

/**
 * A part of a class: one of `count` shards of its seats, without what they share; or what they share
 * alone.
 */
export type ClassPart = { index: number; count: number } | "class";

/** A matrix of GitHub's workflows has no more jobs than this; neither has a class more shards. */
export const MAX_SHARDS = 256;

/**
 * Reads `3/16`, the third of sixteen shards, or `class`; undefined where nothing is asked for.
 * @throws LabError `usage` for another form, and for a number out of range
 */
export function readPart(text: string | undefined): ClassPart | undefined {
  if (text === undefined || text === "class") return text;
  const [, index, count] = (/^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined)
    throw new LabError("usage", `--shard takes I/N, not "${text}"`, {
      where: "--shard",
      cure: "write 1/3 for the first of three shards, or class for what the seats share",
    });
  if (count < 1 || count > MAX_SHARDS)
    throw new LabError("usage", `a class has 1 to ${MAX_SHARDS} shards, not ${count}`, {
      where: "--shard",
      cure: `write I/N with N up to ${MAX_SHARDS}`,
    });
  if (index < 1 || index > count)
    throw new LabError("usage", `there is no shard ${index} of ${count}`, {
      where: "--shard",
      cure: `write 1/${count} to ${count}/${count}`,
    });
  return { index, count };
}

/** A seat, and the account that it works on where others do, too: an account is in one shard. */
export interface Sharded {
  slug: string;
  account?: string | undefined;
}

/**
 * Whether a seat is in a part. It is the hash of its slug that decides, so that nobody changes shards
 * when others join or leave.
 */
export function isInPart(part: ClassPart, { slug, account }: Sharded): boolean {
  if (part === "class") return false;
  const key = account === undefined ? `seat ${slug}` : `account ${account.toLowerCase()}`;
  const hash = createHash("sha256").update(key).digest().readUInt32BE(0);
  return hash % part.count === part.index - 1;
}
