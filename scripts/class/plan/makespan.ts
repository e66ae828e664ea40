import type { ClassLayout } from "../class-status";
import { ARM_BUCKETS } from "../fleet/buckets";
import type { ArmCalls, TimeBound } from "./class-plan";
import { numberText } from "./number-text";

/** Seconds that one stack takes; what its resources wait for each other is added up. */
interface StackSeconds {
  /** The stack that all seats share, alone. */
  half: number;
  seat: number;
}

/**
 * Medians of recorded and reported times: a workspace is created in 150 s and answers 30 s later, a
 * cluster starts in 240 s and stops in 30, a workspace is deleted in 200 s and a group in 90.
 */
const UP: Record<ClassLayout, StackSeconds> = {
  isolated: { half: 0, seat: 1 + 150 + 30 + 240 },
  shared: { half: 1 + 150 + 30, seat: 240 },
};
const DESTROY: Record<ClassLayout, StackSeconds> = {
  isolated: { half: 0, seat: 30 + 200 + 90 },
  shared: { half: 200 + 90, seat: 30 },
};

/** A class on its way, as far as time goes. */
export interface Pass {
  calls: ArmCalls;
  layout: ClassLayout;
  seats: number;
  atOnce: number;
}

/** A lower bound, and what makes it so long. */
export interface Makespan {
  minutes: number;
  boundBy: TimeBound;
}

/** The shortest time in which a class can be up. */
export const upMakespan = (pass: Pass): Makespan => makespan(pass, UP[pass.layout]);

/** The shortest time in which it can be destroyed. */
export const destroyMakespan = (pass: Pass): Makespan => makespan(pass, DESTROY[pass.layout]);

function makespan({ calls, seats, atOnce }: Pass, { half, seat }: StackSeconds): Makespan {
  const seconds: [TimeBound, number][] = [
    ["stacks at once", half + Math.ceil(seats / atOnce) * seat],
    ["reads", bucketSeconds("reads", calls.reads)],
    ["writes", bucketSeconds("writes", calls.writes)],
    ["deletes", bucketSeconds("deletes", calls.deletes)],
  ];
  const [boundBy, longest] = seconds.reduce((a, b) => (b[1] > a[1] ? b : a));
  return { minutes: longest / 60, boundBy };
}

/**
 * Seconds until a bucket has let so many requests through.
 * @example bucketSeconds("reads", 8100) // 314
 */
export function bucketSeconds(kind: keyof ArmCalls, requests: number): number {
  const { capacity, perSecond } = ARM_BUCKETS[kind];
  return Math.max(0, requests - capacity) / perSecond;
}

/** The arithmetic of one bucket. */
export function bucketText(kind: keyof ArmCalls, requests: number): string {
  const { capacity, perSecond } = ARM_BUCKETS[kind];
  const seconds = Math.ceil(bucketSeconds(kind, requests));
  const count = numberText(requests);
  if (seconds === 0) return `${count} ${kind}, of which ${capacity} may come at once`;
  return `${count} ${kind}: (${count} − ${capacity}) ÷ ${perSecond} a second = ${seconds} s`;
}
