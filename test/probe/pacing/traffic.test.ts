import { expect, test } from "vitest";
import { Pacer } from "../../../scripts/probe/pacing/pacer";
import { Traffic } from "../../../scripts/probe/pacing/traffic";
import { FakeClock } from "../../support/probe/fake-clock";

const LIMITS = [{ key: "token", renewalPeriod: 60, count: 100 }];

test("while time jumps for one pacer, another sends nothing: it would not know when", async () => {
  const jumps: (() => void)[] = [];
  const clock = Object.assign(new FakeClock(), { jumps: true });
  const pass = clock.sleep.bind(clock);
  clock.sleep = async (ms) => {
    await new Promise<void>((resolve) => jumps.push(resolve));
    await pass(ms);
  };
  const traffic = new Traffic();
  const [one, other] = [0, 1].map(() => new Pacer(clock, LIMITS, undefined, traffic));
  await one!.admit(() => 100);
  one!.settle();
  const waiting = one!.admit(() => 100);
  await new Promise((resolve) => setImmediate(resolve));
  let sent: number | undefined;
  const sending = other!.admit(() => 10).then(({ at }) => (sent = at));
  await new Promise((resolve) => setImmediate(resolve));
  expect({ sent, jumps: jumps.length }).toEqual({ sent: undefined, jumps: 1 });
  const before = clock.now();
  jumps[0]!();
  await Promise.all([waiting, sending]);
  expect(sent).toBeGreaterThan(before + 59_000);
});

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
