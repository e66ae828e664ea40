import { expect, test } from "vitest";
import { runOf } from "../../bench/probe";
import { minuteWindow, tokenBucket } from "../../bench/probe/limiters";

const MODELS = { "minute window": minuteWindow, "token bucket": tokenBucket };
const cases = Object.entries(MODELS).flatMap(([model, modelOf]) =>
  [0, 23_400, 58_900].map((phase) => ({ model, phase, modelOf })),
);

test.each(cases)(
  "$model, $phase ms into a minute: within 1.03 of the greedy schedule, no 429, none lost",
  async (one) => {
    const start = Date.UTC(2026, 10, 23, 12) + one.phase;
    const { ratio, refused, lost, requests } = await runOf("ours", one.modelOf, { start });
    expect({ refused, lost, requests }).toEqual({ refused: 0, lost: 0, requests: 75 });
    expect(ratio).toBeLessThanOrEqual(1.03);
    expect(ratio).toBeGreaterThanOrEqual(1);
  },
);

test.each(Object.entries(MODELS))(
  "%s: as close with limits learned from headers alone",
  async (_name, modelOf) => {
    const { ratio, refused, lost } = await runOf("ours, limits unknown", modelOf);
    expect({ refused, lost }).toEqual({ refused: 0, lost: 0 });
    expect(ratio).toBeLessThanOrEqual(1.03);
  },
);

test("a slow service is asked several at a time, and the quota is still used", async () => {
  const { ratio, refused } = await runOf("ours", minuteWindow, { latencyMs: 20_000 });
  expect(refused).toBe(0);
  expect(ratio).toBeLessThanOrEqual(1.03);
});

test("the measure can fail: everything at once loses requests", async () => {
  expect((await runOf("SDK, all at once", minuteWindow)).lost).toBeGreaterThan(30);
});
