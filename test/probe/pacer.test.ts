import { expect, test } from "vitest";
import { LabError } from "../../infra/errors";
import { Pacer, requestTokens, retryAfter } from "../../scripts/probe/pacer";
import { FakeClock } from "./fake-clock";

const LIMITS = [
  { key: "request", renewalPeriod: 10, count: 5 },
  { key: "token", renewalPeriod: 60, count: 5000 },
];
const headers = (values: Record<string, string>) => (name: string) => values[name];

test("keeps within the token window: six requests of 806 a minute, and close to the best possible schedule", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock, LIMITS);
  const begun = clock.now();
  const sent: number[] = [];
  for (let k = 0; k < 75; k++) {
    await pacer.admit(806);
    sent.push(clock.now() - begun);
  }
  for (const at of sent)
    expect(sent.filter((other) => other >= at && other < at + 60_000).length).toBeLessThanOrEqual(6);
  // The exact greedy schedule sends six in each of 13 minutes: the last in the thirteenth.
  expect(sent.at(-1)! / (12 * 60_000 + 10_000)).toBeLessThan(1.03);
});

test("keeps within the request window", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock, LIMITS);
  const begun = clock.now();
  for (let k = 0; k < 6; k++) await pacer.admit(1);
  expect(clock.now() - begun).toBeGreaterThanOrEqual(10_000);
  expect(clock.now() - begun).toBeLessThan(10_500);
});

test("a request that can never fit stops the run with the cure", async () => {
  const pacer = new Pacer(new FakeClock(), LIMITS);
  const refused = await pacer.admit(5001).catch((error: unknown) => error);
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
  await pacer.admit(800);
  pacer.learn(headers({ "x-ratelimit-limit-tokens": "1000", "x-ratelimit-limit-requests": "6" }));
  await pacer.admit(800);
  expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(60_000);
  expect(pacer.largestRequest).toBe(1000);
});

test("a limit below six requests a minute becomes one request per slice", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock);
  await pacer.admit(1);
  pacer.learn(headers({ "x-ratelimit-limit-requests": "2" }));
  await pacer.admit(1);
  expect(clock.slept).toEqual([30_100]);
});

test("limits that read 0 or −1 are no limits", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock);
  pacer.learn(headers({ "x-ratelimit-limit-tokens": "-1", "x-ratelimit-limit-requests": "0" }));
  for (let k = 0; k < 20; k++) await pacer.admit(10_000);
  expect(clock.slept).toEqual([]);
});

test("waits when others have used the deployment's tokens", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock, LIMITS);
  pacer.learn(
    headers({
      "x-ratelimit-limit-tokens": "5000",
      "x-ratelimit-remaining-tokens": "100",
      "x-ratelimit-reset-tokens": "17",
    }),
  );
  await pacer.admit(800);
  expect(clock.slept).toEqual([17_000]);
});

test("a 429 is waited for as it asks, and its tokens were not charged", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock, LIMITS);
  await pacer.admit(4000);
  await pacer.throttled(headers({ "retry-after-ms": "1500" }), 4000);
  await pacer.admit(4000);
  expect(clock.slept).toEqual([1500]);
});

test("without any header it backs off twice as long each time, and gives up in the end", async () => {
  const clock = new FakeClock();
  const pacer = new Pacer(clock);
  const none = headers({});
  for (let k = 0; k < 20; k++) await pacer.throttled(none, 10);
  expect(clock.slept.slice(0, 8)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  await expect(pacer.throttled(none, 10)).rejects.toMatchObject({ code: "service" });
});

test("an absurd wait stops the run at once instead of sleeping for a day", async () => {
  const clock = new FakeClock();
  const stopped = await new Pacer(clock).throttled(headers({ "retry-after": "86400" }), 900).catch((e: unknown) => e);
  expect(stopped).toMatchObject({ code: "service" });
  expect((stopped as LabError).message).toContain("asks to wait 86400 s");
  expect(clock.slept).toEqual([]);
});

test("an interrupted wait ends", async () => {
  const pacer = new Pacer(new FakeClock(), [{ key: "request", renewalPeriod: 10, count: 1 }]);
  await pacer.admit(1);
  await expect(pacer.admit(1, AbortSignal.abort(new Error("stop")))).rejects.toThrow("stop");
});

test.each([
  [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
  [{ "retry-after": "9" }, 9000],
  [{ "retry-after": "Mon, 23 Nov 2026 12:00:30 GMT" }, 30_000],
  [{ "x-ratelimit-reset-tokens": "12", "x-ratelimit-reset-requests": "3" }, 12_000],
  [{ "x-rate-limit-reset-tokens": "7" }, 7000],
  [{ "retry-after": "soon" }, undefined],
])("%o asks to wait %s ms", (values, expected) => {
  expect(retryAfter(headers(values), Date.parse("2026-11-23T12:00:00Z"))).toBe(expected);
});

test("the charge of a request is its characters / 4 and every answer's whole budget", () => {
  expect(requestTokens(["You are kind.", "Describe a nurse."], 100, 8)).toBe(808);
});
