import { install } from "@sinonjs/fake-timers";

/** Turns of the real event loop in which promise chains settle before the next timer fires. */
const TURNS = 6;

/**
 * Runs `work` on a virtual clock: when nothing else is left to do, `setTimeout` and `Date` jump to the
 * next timer. Hours take milliseconds, in libraries too.
 * @throws Error when no timer is left and the work has not ended
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
