import type { Clock } from "./clock";

/** How to wait between two reads. */
export interface PollOptions {
  clock: Clock;
  signal?: AbortSignal | undefined;
}

/** Between two reads of something that takes minutes. */
const POLL_MS = 15_000;
/** After half an hour it is taken as it is. */
const MAX_POLLS = 120;

/** Reads again until `isSettled`, for at most half an hour. Returns what was read last. */
export async function readUntil<T>(
  read: () => Promise<T>,
  isSettled: (value: T) => boolean,
  { clock, signal }: PollOptions,
): Promise<T> {
  let value = await read();
  for (let polls = 0; !isSettled(value) && polls < MAX_POLLS; polls++) {
    await clock.sleep(POLL_MS, signal);
    value = await read();
  }
  return value;
}
