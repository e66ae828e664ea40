import type { Figure, Limit } from "./figures";
import { CHARGES, CONTENDERS } from "./probe/contenders";
import { minuteWindow, tokenBucket, type LimiterModel } from "./probe/limiters";
import { serviceOf } from "./probe/service";
import { inVirtualTime } from "./probe/virtual-time";

/** In the middle of a minute and of a 10 s slice: no run starts with a full quota window. */
const START = Date.UTC(2026, 10, 23, 12, 0, 23, 400);
const LATENCY_MS = 3_000;

/** Figures of one way of sending. */
export interface Run {
  /** Time until the last admitted request, relative to the exact greedy schedule. */
  ratio: number;
  seconds: number;
  requests: number;
  refused: number;
  lost: number;
}

/** Sends the requests of one condition through a new limiter. */
export async function runOf(
  name: string,
  modelOf: () => LimiterModel,
  { start = START, latencyMs = LATENCY_MS } = {},
): Promise<Run> {
  const limiter = modelOf();
  const { fetch, tally } = serviceOf(limiter, latencyMs);
  const lost = await inVirtualTime(start, () => CONTENDERS[name]!(fetch));
  const best = limiter.greedy(CHARGES, start) - start;
  const elapsed = tally.lastAdmitted - start;
  return {
    ratio: elapsed / best,
    seconds: elapsed / 1000,
    requests: tally.requests,
    refused: tally.refused,
    lost,
  };
}

/**
 * 600 answers at the lab's quota (5,000 tokens a minute, 30 requests), on a virtual clock against both kinds of
 * limiter: how long each way takes against the exact greedy schedule, and what it costs in refusals and lost requests.
 */
export async function benchProbe(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const modelOf of [minuteWindow, tokenBucket])
    for (const name of Object.keys(CONTENDERS)) {
      const run = await runOf(name, modelOf);
      figures.push(...figuresOf(`${modelOf().name}, ${name}`, run, name === "ours"));
    }
  return figures;
}

/** Limits of issue 5, which are those of the probe alone. */
function figuresOf(what: string, { ratio, refused, lost }: Run, isOurs: boolean): Figure[] {
  const limit = (most: number): Limit | undefined => (isOurs ? { most } : undefined);
  return [
    {
      figure: `${what}: ÷ exact greedy schedule`,
      value: ratio,
      unit: "×",
      digits: 3,
      limit: limit(1.03),
    },
    { figure: `${what}: refused`, value: refused, limit: limit(0) },
    { figure: `${what}: lost`, value: lost, limit: limit(0) },
  ];
}
