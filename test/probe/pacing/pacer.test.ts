import { expect, test } from "vitest";
import { LabError } from "../../../infra/errors";
import { Pacer, requestTokens } from "../../../scripts/probe/pacing/pacer";
import { FakeClock } from "../../support/probe/fake-clock";

const LIMITS = [
  { key: "request", renewalPeriod: 10, count: 5 },
  { key: "token", renewalPeriod: 60, count: 5000 },
];
const headers = (values: Record<string, string>) => (name: string) => values[name];

test("without headers it stays within any minute's window, whatever its phase", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock, LIMITS);
  const begun = clock.now();
  const sent: number[] = [];
  for (let k = 0; k < 75; k++) {
    await pacer.admit(() => 806);
    sent.push(clock.now() - begun);
  }
  for (const at of sent)
    expect(sent.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(
      6,
    );
  // The exact greedy schedule sends six in each of 13 minutes: the last in the thirteenth.
  expect(sent.at(-1)! / (12 * 60_000 + 10_000)).toBeLessThan(1.03);
});

test("keeps within the request window", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock, LIMITS);
  const begun = clock.now();
  for (let k = 0; k < 6; k++) await pacer.admit(() => 1);
  expect(clock.now() - begun).toBeGreaterThanOrEqual(10_000);
  expect(clock.now() - begun).toBeLessThan(10_500);
});

test("a request that can never fit stops the run with the cure", async () => {
  const pacer = new Pacer(new FakeClock(), LIMITS);
  const refused = await pacer.admit(() => 5001).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(LabError);
  expect(refused).toMatchObject({
    code: "service",
    message: "one request needs 5001 tokens, and the deployment allows 5000 a minute",
    cure: "raise rai-lab:model.capacity, then run it again with --resume",
  });
});

test("learns limits from headers where the deployment's are not known", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock);
  const ticket = await pacer.admit(() => 800);
  pacer.learn(
    headers({ "x-ratelimit-limit-tokens": "1000", "x-ratelimit-limit-requests": "6" }),
    ticket,
  );
  await pacer.admit(() => 800);
  expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(60_000);
  expect(pacer.largestRequest).toBe(1000);
});

test("a limit below six requests a minute becomes one request per slice", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock);
  pacer.learn(headers({ "x-ratelimit-limit-requests": "2" }), await pacer.admit(() => 1));
  await pacer.admit(() => 1);
  expect(clock.slept).toEqual([30_100]);
});

test("limits that read 0 or −1 are no limits", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock);
  const none = headers({ "x-ratelimit-limit-tokens": "-1", "x-ratelimit-limit-requests": "0" });
  pacer.learn(none, await pacer.admit(() => 10_000));
  for (let k = 0; k < 20; k++) await pacer.admit(() => 10_000);
  expect(clock.slept).toEqual([]);
  expect(pacer.largestRequest).toBeUndefined();
});

const counted = (limit: number, remaining: number, reset: number) =>
  headers({
    "x-ratelimit-limit-tokens": String(limit),
    "x-ratelimit-remaining-tokens": String(remaining),
    "x-ratelimit-reset-tokens": String(reset),
  });

test("waits when others have used the deployment's tokens, and no longer than until the reset", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock, LIMITS);
  pacer.learn(counted(5000, 100, 17), await pacer.admit(() => 800));
  await pacer.admit(() => 800);
  expect(clock.slept).toEqual([17_000]);
});

test("follows a quota that is changed in the middle of a run, down and up", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock, LIMITS);
  pacer.learn(counted(1000, 200, 30), await pacer.admit(() => 800));
  expect(pacer.largestRequest).toBe(1000);
  pacer.learn(counted(1000, 200, 60), await pacer.admit(() => 800));
  expect(clock.slept).toEqual([30_000]);
  await clock.sleep(60_000);
  pacer.learn(counted(50_000, 49_200, 60), await pacer.admit(() => 800));
  clock.slept.length = 0;
  await pacer.admit(() => 40_000);
  expect(clock.slept).toEqual([]);
});

test("a 429 is waited for as it asks, by everybody, and its tokens were not charged", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock, LIMITS);
  pacer.throttled(headers({ "retry-after-ms": "1500" }), await pacer.admit(() => 4000));
  await Promise.all([pacer.admit(() => 4000), pacer.admit(() => 900)]);
  expect(clock.slept).toEqual([1500]);
});

test.each([
  ["without any header", {}],
  ["asked to wait no time at all", { "retry-after": "0" }],
])("%s it backs off twice as long each time, and gives up in the end", async (_, said) => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock);
  const none = headers(said);
  for (let k = 0; k < 20; k++) pacer.throttled(none, await pacer.admit(() => 10));
  expect(clock.slept.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  const ticket = await pacer.admit(() => 10);
  expect(() => pacer.throttled(none, ticket)).toThrow("21 refusals in a row");
});

test("a pause holds everybody, the longest one counts, and every wait names its reason", async () => {
  const clock = new FakeClock();
  const said: [number, string | undefined][] = [];
  const pacer = new Pacer(clock, [{ key: "request", renewalPeriod: 60, count: 1 }], (ms, reason) =>
    said.push([ms, reason]),
  );
  await pacer.admit(() => 1);
  pacer.pauseFor(90_000, "the service is down");
  pacer.pauseFor(5_000, "a shorter one");
  await pacer.admit(() => 1);
  await pacer.admit(() => 1);
  expect(said).toEqual([
    [90_000, "the service is down"],
    [60_100, undefined],
  ]);
});

test("an absurd wait stops the run at once instead of sleeping for a day", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock);
  const ticket = await pacer.admit(() => 900);
  const day = headers({ "retry-after": "86400" });
  expect(pacer.canNeverFit(day)).toBe(true);
  expect(() => pacer.throttled(day, ticket)).toThrow(LabError);
  expect(() => pacer.throttled(day, ticket)).toThrow("asks to wait 86400 s");
  expect(clock.slept).toEqual([]);
});

test("time that jumps waits until nothing is under way", async () => {
  const clock = Object.assign(new FakeClock(), { jumps: true });
  const pacer = new Pacer(clock, [{ key: "request", renewalPeriod: 10, count: 1 }]);
  await pacer.admit(() => 1);
  const second = pacer.admit(() => 1);
  expect(
    await Promise.race([second, new Promise((resolve) => setImmediate(resolve, "waits"))]),
  ).toBe("waits");
  expect(clock.slept).toEqual([]);
  pacer.settle();
  await second;
  expect(clock.slept).toEqual([10_100]);
});

test("who asked first goes first", async () => {
  const pacer = new Pacer(new FakeClock(), LIMITS);
  const order: number[] = [];
  await Promise.all(
    [4000, 4000, 10].map(async (tokens, k) =>
      order.push((await pacer.admit(() => tokens)).order, k),
    ),
  );
  expect(order).toEqual([0, 0, 1, 1, 2, 2]);
});

test("an interrupted wait ends", async () => {
  const pacer = new Pacer(new FakeClock(), [{ key: "request", renewalPeriod: 10, count: 1 }]);
  await pacer.admit(() => 1);
  await expect(pacer.admit(() => 1, AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");
});

test("the charge of a request is its characters / 4 and every answer's whole budget", () => {
  expect(requestTokens(["You are kind.", "Describe a nurse."], 100, 8)).toBe(808);
});
