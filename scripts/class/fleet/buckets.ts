import type { ArmCalls } from "../plan/class-plan";

/** A bucket: it holds `capacity` calls, and `perSecond` are added until it is full. */
export interface BucketLimit {
  capacity: number;
  perSecond: number;
}

/** The limits of the three kinds of calls. */
export type BucketLimits = Readonly<Record<keyof ArmCalls, BucketLimit>>;

/**
 * What Azure Resource Manager grants each service principal per subscription and region
 * (learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling).
 */
export const ARM_BUCKETS: BucketLimits = {
  reads: { capacity: 250, perSecond: 25 },
  writes: { capacity: 200, perSecond: 10 },
  deletes: { capacity: 200, perSecond: 10 },
};

/** The part of some limits that one of `count` machines may use that work at the same time. */
export function bucketShare({ reads, writes, deletes }: BucketLimits, count: number): BucketLimits {
  const shareOf = ({ capacity, perSecond }: BucketLimit): BucketLimit => ({
    capacity: capacity / count,
    perSecond: perSecond / count,
  });
  return { reads: shareOf(reads), writes: shareOf(writes), deletes: shareOf(deletes) };
}

const UNLIMITED: BucketLimit = { capacity: Infinity, perSecond: 1 };

/** Where nothing is throttled, as on the local cloud (`scripts/cloud/PARITY.md`). */
export const UNLIMITED_BUCKETS: BucketLimits = {
  reads: UNLIMITED,
  writes: UNLIMITED,
  deletes: UNLIMITED,
};

/** The kinds of calls. */
export const CALL_KINDS = ["reads", "writes", "deletes"] as const satisfies (keyof ArmCalls)[];

/** The calls that are left of each kind, full at first. */
export class Buckets {
  private readonly left: ArmCalls;
  private at: number;

  /** @param now milliseconds */
  constructor(
    private readonly limits: BucketLimits,
    now: number,
  ) {
    const { reads, writes, deletes } = limits;
    if (![reads, writes, deletes].every(({ perSecond }) => perSecond > 0))
      throw new Error("a bucket that is never refilled would stop the fleet for ever");
    this.left = { reads: reads.capacity, writes: writes.capacity, deletes: deletes.capacity };
    this.at = now;
  }

  /**
   * Milliseconds until `calls` can be taken, when `reserved` are taken before them; 0 when they can
   * be now. More calls than a bucket holds can be taken from a full one.
   */
  waitFor(calls: ArmCalls, reserved: ArmCalls, now: number): number {
    this.refill(now);
    const waits = CALL_KINDS.filter((kind) => calls[kind] > 0).map((kind) => {
      const { capacity, perSecond } = this.limits[kind];
      const missing = Math.min(capacity, reserved[kind] + calls[kind]) - this.left[kind];
      return missing <= 0 ? 0 : Math.ceil((missing / perSecond) * 1000);
    });
    return Math.max(0, ...waits);
  }

  /** Takes calls. What a job takes beyond what a bucket holds is refilled before anything else. */
  take(calls: ArmCalls, now: number): void {
    this.refill(now);
    for (const kind of CALL_KINDS) this.left[kind] -= calls[kind];
  }

  private refill(now: number): void {
    const seconds = Math.max(0, now - this.at) / 1000;
    for (const kind of CALL_KINDS) {
      const { capacity, perSecond } = this.limits[kind];
      this.left[kind] = Math.min(capacity, this.left[kind] + seconds * perSecond);
    }
    this.at = Math.max(this.at, now);
  }
}
