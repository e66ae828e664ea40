import { expect, test } from "vitest";
import { Pacer } from "../../scripts/probe/pacer";
import { Traffic } from "../../scripts/probe/traffic";
import { FakeClock } from "./fake-clock";

const LIMITS = [{ key: "token", renewalPeriod: 60, count: 100 }];

test("time does not jump past a request that another pacer of the run has sent", async () => {
  const clock = Object.assign(new FakeClock(), { jumps: true });
  const traffic = new Traffic();
  const [one, other] = [0, 1].map(() => new Pacer(clock, LIMITS, undefined, traffic));
  await one!.admit(() => 100);
  one!.settle();
  await other!.admit(() => 10);
  let admitted = false;
  const waiting = one!.admit(() => 100).then(() => (admitted = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect({ admitted, slept: clock.slept }).toEqual({ admitted: false, slept: [] });
  other!.settle();
  await waiting;
  expect(clock.slept).toHaveLength(1);
});
