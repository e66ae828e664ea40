import { LabError } from "../../../infra/errors";
import { ApiError } from "./errors";
import type { Store } from "./store";

/*
 * @parity
 * - Clock: real time plus jumps; each poll of an operation jumps a quarter of its duration, so a 150
 *   s creation takes four polls — ours
 * - The clock goes ten years beyond real time at most: 400 `ClockOutOfRange` — ours
 */

/** How far the clock may jump from real time altogether: no life cycle of the catalogue is longer. */
const LONGEST_JUMP_MS = 10 * 365.25 * 24 * 3600 * 1000;
/** Beyond it a time is no date of JavaScript. */
const LAST_DATE_MS = 8.64e15;

/**
 * The cloud's clock: real time plus all jumps so far. It jumps when a client polls an operation, so
 * that minutes of Azure cost milliseconds. It also jumps when the probe's pacer waits for a quota
 * window, which the pacer asks for through the control service.
 */
export class Clock {
  private readonly state;

  /**
   * `base` is real time for users; tests pass a constant, so that only jumps move the clock.
   * @throws LabError `state-unreadable` when the world's file holds no time that can be
   */
  constructor(
    store: Store,
    private readonly base: () => number,
  ) {
    this.state = store.collection<number>("clock");
    const offset: unknown = this.state.get("offset") ?? 0;
    if (typeof offset !== "number" || !(Math.abs(base() + offset) <= LAST_DATE_MS))
      throw damaged(store.file, offset);
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.base() + this.offset();
  }

  /** The time by the clocks of clients, which do not jump; in milliseconds since the epoch. */
  real(): number {
    return this.base();
  }

  date(): Date {
    return new Date(this.now());
  }

  /** The time as ISO 8601 text. */
  iso(): string {
    return this.date().toISOString();
  }

  /**
   * Moves the clock forward as a client or a notebook asks; zero and negative values do nothing.
   * @throws ApiError 400 for a jump that would end beyond ten years from real time
   */
  jump(ms: number): void {
    if (this.offset() + ms > LONGEST_JUMP_MS)
      throw new ApiError(
        400,
        "ClockOutOfRange",
        `The local cloud's clock cannot jump by ${ms} ms: it goes ten years beyond real time at most.`,
      );
    this.advance(ms);
  }

  /** Moves the clock forward by what an operation of the cloud lasts. */
  advance(ms: number): void {
    if (ms > 0) this.state.put("offset", this.offset() + ms);
  }

  /** Sets the clock to a time, also to an earlier one. Only the opening of a world does this. */
  restart(at: number): void {
    this.state.put("offset", at - this.base());
  }

  private offset(): number {
    return this.state.get("offset") ?? 0;
  }
}

const damaged = (file: string | undefined, offset: unknown): LabError =>
  new LabError(
    "state-unreadable",
    `the clock of the local cloud's world is damaged: its offset is ${JSON.stringify(offset)}`,
    {
      where: file,
      cure: 'in that file, delete the lines that begin with ["clock","offset": the clock then goes by real time',
    },
  );
