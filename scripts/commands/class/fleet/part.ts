import { LabError } from "../../../../infra/errors";
import type { ClassRecord, SeatRecord } from "../../../class/class-record";
import { ARM_BUCKETS, type BucketLimits, bucketShare } from "../../../class/fleet";
import { isInPart, readPart } from "../../../class/shard";
import { sharedAccounts, type Verb } from "./run-verb";

/** What of a verb one machine does. */
export interface VerbPart {
  /** Whether it is all of it. */
  isWhole: boolean;
  /** Whether it is what the seats share, and no seat. */
  isHalfAlone: boolean;
  seats: (all: readonly SeatRecord[]) => SeatRecord[];
  verb: (whole: Verb) => Verb;
  /** Shards are taken to run at the same time, under one sign-in. */
  buckets: BucketLimits;
}

/**
 * The part that `--shard` asks for; all of it without.
 * @throws LabError `usage` for a wrong one, one beside --seat, and for the half of a class without one
 */
export function partOf(
  record: ClassRecord,
  { shard, seat }: { shard?: string | undefined; seat?: string | undefined },
): VerbPart {
  const part = readPart(shard);
  if (part === undefined) return WHOLE;
  if (seat !== undefined)
    throw new LabError(
      "usage",
      "--seat names seats, and --shard takes them by their names' hashes",
      {
        where: "--shard",
        cure: "omit one of them",
      },
    );
  if (part === "class") return halfOf(record);
  const [account] = sharedAccounts(record);
  return {
    isWhole: false,
    isHalfAlone: false,
    seats: (all) => all.filter(({ slug }) => isInPart(part, { slug, account })),
    verb: (whole) => ({ ...whole, half: "never" }),
    buckets: bucketShare(ARM_BUCKETS, part.count),
  };
}

const WHOLE: VerbPart = {
  isWhole: true,
  isHalfAlone: false,
  seats: (all) => [...all],
  verb: (whole) => whole,
  buckets: ARM_BUCKETS,
};

function halfOf({ name, layout }: ClassRecord): VerbPart {
  if (layout === "shared") return { ...WHOLE, isWhole: false, isHalfAlone: true, seats: () => [] };
  throw new LabError("usage", `the seats of class ${name} share nothing: each has a whole lab`, {
    where: "--shard class",
    cure: "run the shards of the seats alone, 1/N to N/N",
  });
}
