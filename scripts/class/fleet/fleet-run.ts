import type { SeatFailure } from "../class-status";
import type { ArmCalls } from "../plan/class-plan";
import type { SeatState } from "../seat-state";
import { attempt } from "./attempt";
import { Buckets, CALL_KINDS } from "./buckets";
import type { WaitReason } from "./change";
import { type Entry, entryOf, outcomeOf, prerequisiteFailed, queueStopped } from "./entry";
import { EqualFailures } from "./failures";
import { isSuccess, type Job, type JobResult } from "./job";
import { nextEvent } from "./next-event";
import { Occupancy } from "./occupancy";
import { EQUAL_FAILURES, type FleetOptions, type FleetResult, type StopReason } from "./options";
import { inOrder } from "./order";

/** A job that a lock refused is tried again after 1 to 3 seconds: two contenders must part. */
const LOCK_RETRY_MS = 1000;
const LOCK_JITTER_MS = 2000;

/** Why a job cannot begin, and in how many milliseconds it may; infinite until another job ends. */
interface Obstacle {
  reason: WaitReason;
  ms: number;
}

/**
 * One run of a fleet. Whenever something has happened, all queued jobs are considered in order, and
 * each that fits begins; one that does not is passed over. Only of the buckets it sets its calls
 * aside, since smaller jobs would otherwise take every refill.
 */
export class FleetRun<Detail> {
  private readonly entries: Entry<Detail>[];
  private readonly byStack: Map<string, Entry<Detail>>;
  private readonly occupancy: Occupancy;
  private readonly buckets: Buckets;
  private readonly failures = new EqualFailures();
  private readonly running = new Map<Entry<Detail>, Promise<void>>();
  private stopped: StopReason | null = null;
  /** What `onChange` or the clock threw. */
  private broken: { error: unknown } | undefined;

  constructor(
    private readonly jobs: readonly Job<Detail>[],
    private readonly options: FleetOptions,
  ) {
    this.entries = inOrder(jobs).map(entryOf);
    this.byStack = new Map(this.entries.map((entry) => [entry.job.stack, entry]));
    this.occupancy = new Occupancy(options.limits);
    this.buckets = new Buckets(options.limits.buckets, options.clock.now());
  }

  async run(): Promise<FleetResult<Detail>> {
    while (this.isBusy()) {
      if (this.options.signal.aborted && this.hasQueued()) this.stopped ??= { why: "interrupted" };
      const wait = this.schedule();
      if (this.isBusy()) await this.nextEvent(wait);
    }
    if (this.broken) throw this.broken.error;
    return {
      outcomes: this.jobs.map(({ stack }) => outcomeOf(this.byStack.get(stack)!)),
      stopped: this.stopped,
    };
  }

  private isBusy(): boolean {
    return this.entries.some(({ phase }) => phase !== "ended");
  }

  private hasQueued(): boolean {
    return this.entries.some(({ phase }) => phase === "queued");
  }

  private isStopping(): boolean {
    return this.stopped !== null || this.broken !== undefined;
  }

  private async nextEvent(wait: number): Promise<void> {
    const { clock, signal } = this.options;
    const running = [...this.running.values()];
    if (!this.isStopping())
      await nextEvent({ running, wait, clock, signal }).catch((error: unknown) =>
        this.break(error),
      );
    // A queue that stops while nothing runs is emptied at once.
    else if (running.length > 0) await Promise.race(running);
  }

  /** Begins what can begin. Returns the milliseconds until more may. */
  private schedule(): number {
    const reserved: ArmCalls = { reads: 0, writes: 0, deletes: 0 };
    let wait = Infinity;
    for (const entry of this.entries) {
      if (entry.phase !== "queued") continue;
      const failed = this.failedPrerequisite(entry);
      if (failed) this.end(entry, "skipped", prerequisiteFailed(failed));
      else if (this.isStopping()) this.leave(entry);
      else {
        const obstacle = this.obstacle(entry, reserved);
        if (!obstacle) this.start(entry);
        else {
          this.change(entry, "waiting", obstacle.reason);
          wait = Math.min(wait, obstacle.ms);
        }
      }
    }
    return wait;
  }

  private failedPrerequisite({ job }: Entry<Detail>): Entry<Detail> | undefined {
    return job.after
      .map((stack) => this.byStack.get(stack)!)
      .find(({ phase, state }) => phase === "ended" && !isSuccess(state!) && state !== "waiting");
  }

  private obstacle({ job, retry }: Entry<Detail>, reserved: ArmCalls): Obstacle | undefined {
    const now = this.options.clock.now();
    if (job.after.some((stack) => this.byStack.get(stack)!.phase !== "ended"))
      return { reason: "prerequisite", ms: Infinity };
    if (retry && retry.at > now) return { reason: "lock", ms: retry.at - now };
    const lacking = this.occupancy.lacking(job);
    if (lacking) return { reason: lacking, ms: Infinity };
    const ms = this.buckets.waitFor(job.calls, reserved, now);
    if (ms <= 0) return undefined;
    for (const kind of CALL_KINDS) reserved[kind] += job.calls[kind];
    return { reason: "bucket", ms };
  }

  private start(entry: Entry<Detail>): void {
    const { job } = entry;
    this.change(entry, job.during, null);
    // What is not recorded must not begin: a killed run would not be recovered.
    if (this.broken) return;
    const now = this.options.clock.now();
    entry.phase = "running";
    entry.started ??= now;
    this.buckets.take(job.calls, now);
    this.occupancy.acquire(job);
    this.running.set(entry, this.execute(entry));
  }

  private async execute(entry: Entry<Detail>): Promise<void> {
    const { job } = entry;
    const { signal, clock, random } = this.options;
    const say = (text: string): void => this.options.onProgress?.(job.stack, text);
    const result = await attempt(job, { say, signal });
    this.running.delete(entry);
    this.occupancy.release(job);
    entry.ended = clock.now();
    entry.detail = result.detail;
    if (result.failure?.code !== "locked" || entry.retry) {
      this.settle(entry, result);
      return;
    }
    const at = clock.now() + LOCK_RETRY_MS + random() * LOCK_JITTER_MS;
    entry.retry = { at: Math.ceil(at), failure: result.failure };
    entry.phase = "queued";
    this.change(entry, "waiting", "lock");
  }

  /** Takes over how a job ended. */
  private settle(entry: Entry<Detail>, { state, failure }: JobResult): void {
    entry.failure = failure ?? null;
    this.end(entry, state, failure?.message ?? null);
    if (!failure) this.failures.reset();
    else if (failure.code === "interrupted") this.stopped ??= { why: "interrupted" };
    else this.countFailure(entry.job.stack, failure);
  }

  private countFailure(stack: string, failure: SeatFailure): void {
    const stacks = this.failures.add(stack, failure);
    if (this.options.keepGoing || stacks.length < EQUAL_FAILURES) return;
    if (this.hasQueued()) this.stopped ??= { why: "equal-failures", failure, stacks };
  }

  /** Ends a queued job without (another) try, since the queue has stopped. */
  private leave(entry: Entry<Detail>): void {
    if (entry.retry) this.settle(entry, { state: "failed", failure: entry.retry.failure });
    else if (this.stopped?.why === "equal-failures")
      this.end(entry, "skipped", queueStopped(this.stopped));
    else this.end(entry, "waiting", "interrupted");
  }

  private end(entry: Entry<Detail>, state: SeatState, reason: string | null): void {
    entry.phase = "ended";
    this.change(entry, state, reason);
  }

  private change(entry: Entry<Detail>, state: SeatState, reason: string | null): void {
    if (entry.state === state && entry.reason === reason) return;
    Object.assign(entry, { state, reason });
    const { stack } = entry.job;
    const failure = entry.failure ?? undefined;
    try {
      this.options.onChange({ stack, state, reason, at: this.options.clock.now(), failure });
    } catch (error) {
      this.break(error);
    }
  }

  private break(error: unknown): void {
    this.broken ??= { error };
  }
}
