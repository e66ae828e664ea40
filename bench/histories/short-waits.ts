/** Waits before a retry. Those of a service's own clients are in real time, whatever the cloud's clock. */
const SHORTENED_MS = { from: 1_001, to: 60_000 };

/**
 * Makes waits of more than a second a thousandth as long, in this process. Shorter timers are left
 * alone (a connection's own are), and so are longer ones, which watch for a program that hangs.
 */
export function shortenWaits(): void {
  const { setTimeout } = globalThis;
  const shortened = (work: () => void, ms = 0, ...rest: []): NodeJS.Timeout =>
    setTimeout(work, isWait(ms) ? ms / 1000 : ms, ...rest);
  globalThis.setTimeout = Object.assign(shortened, setTimeout) as typeof setTimeout;
}

const isWait = (ms: number): boolean => ms >= SHORTENED_MS.from && ms <= SHORTENED_MS.to;
