import { readJsonAnswer } from "../../../infra/azure/json-answer";
import { LabError, messageOf } from "../../../infra/errors";
import type { Clock } from "../../base/clock";

/** Where a local cloud is controlled, and the secret that allows it. */
export interface CloudControl {
  control: string;
  controlToken: string;
}

/**
 * Connects to a local cloud's simulated clock. A sleep moves that clock on and takes no real time.
 */
export async function cloudClock({ control, controlToken }: CloudControl): Promise<Clock> {
  const authorization = `Bearer ${controlToken}`;
  let ahead = await offset(ask(`${control}/clock`, { headers: { authorization } }));
  return {
    jumps: true,
    now: () => Date.now() + ahead,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      const body = JSON.stringify({ ms });
      ahead = await offset(
        ask(`${control}/clock/advance`, {
          method: "POST",
          headers: { authorization, "content-type": "application/json" },
          body,
        }),
      );
    },
  };
}

/**
 * Says that a local cloud's clock was set back to the date of its catalogue; undefined when it was
 * not.
 */
export async function clockNotice(
  { catalogue, ...cloud }: CloudControl & { catalogue?: string },
  today: number,
): Promise<string | undefined> {
  if (catalogue === undefined) return undefined;
  const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
  const now = day((await cloudClock(cloud)).now());
  return `the local cloud's clock: ${now}, since its catalogue is from ${catalogue}; today is ${day(today)}`;
}

/** @throws LabError `cloud` when nothing answers, with what the network says */
const ask = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, init).catch((error: unknown) => {
    const { cause = error } = error as Error;
    throw new LabError("cloud", `the local cloud's clock does not answer: ${messageOf(cause)}`, {
      where: url,
      cure: "if `lab cloud` runs in a terminal, end it there and start it again",
      cause: error,
    });
  });

async function offset(answer: Promise<Response>): Promise<number> {
  const { now } = await readJsonAnswer<{ now: number }>(await answer);
  return now - Date.now();
}
