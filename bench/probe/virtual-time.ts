import { install } from "@sinonjs/fake-timers";

/** Real turns of the event loop that a promise chain may need before the next timer is due. */
const TURNS = 6;

/**
 * Runs `work` while `setTimeout` and `Date` go by a clock that jumps to the next timer whenever nothing else is left to
 * do: hours cost milliseconds, for our own code and for libraries alike.
 */
export async function inVirtualTime<T>(now: number, work: () => Promise<T>): Promise<T> {
  const { setImmediate: turn } = globalThis;
  const clock = install({
    now,
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"],
  });
  const state: { outcome?: () => T } = {};
  try {
    work().then(
      (value) => (state.outcome = () => value),
      (error: unknown) =>
        (state.outcome = () => {
          throw error;
        }),
    );
    for (;;) {
      for (let k = 0; k < TURNS; k++) await new Promise((resolve) => turn(resolve));
      if (state.outcome) return state.outcome();
      if (clock.countTimers() === 0)
        throw new Error("nothing is left to wait for, and the work has not ended");
      clock.next();
    }
  } finally {
    clock.uninstall();
  }
}
