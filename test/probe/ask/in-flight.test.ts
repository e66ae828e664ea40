import { expect, test } from "vitest";
import { InFlight, concurrencyFor } from "../../../scripts/probe/ask/in-flight";

const later = <T>(value: T) => {
  let settle: { resolve: (value: T) => void; reject: (error: Error) => void } | undefined;
  const promise = new Promise<T>((resolve, reject) => (settle = { resolve, reject }));
  return {
    promise,
    resolve: () => settle!.resolve(value),
    reject: () => settle!.reject(new Error(String(value))),
  };
};

test("there is room again when one of them has ended", async () => {
  const inFlight = new InFlight();
  const [a, b] = [later("a"), later("b")];
  inFlight.start(a.promise);
  inFlight.start(b.promise);
  await inFlight.waitForSlot(3);
  const room = inFlight.waitForSlot(2).then(() => "room");
  expect(await Promise.race([room, Promise.resolve("none yet")])).toBe("none yet");
  a.resolve();
  expect(await room).toBe("room");
  b.resolve();
  await inFlight.finish();
});

test("after a failure nothing more is let in, and what is under way may finish first", async () => {
  const inFlight = new InFlight();
  const [bad, good] = [later("bad"), later("good")];
  inFlight.start(bad.promise);
  const kept: string[] = [];
  inFlight.start(good.promise.then((value) => kept.push(value)));
  bad.reject();
  const refused = inFlight.waitForSlot(2).catch((error: unknown) => error);
  good.resolve();
  expect(await refused).toEqual(new Error("bad"));
  expect(kept).toEqual(["good"]);
});

test.each([
  [false, undefined, 1],
  [false, 10, 1],
  [true, undefined, 8],
  [true, 3_000, 8],
  [true, 20_000, 3],
  [true, 70_000, 1],
])("quota known %s, latency %s ms: %i at a time", (known, latency, width) => {
  expect(concurrencyFor(known, latency)).toBe(width);
});
