import { expect, test } from "vitest";
import { readUntil } from "../../scripts/base/read-until";

/** A clock that sleeps at once, and counts. */
const counting = () => {
  const slept: number[] = [];
  const sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    return Promise.resolve(void slept.push(ms));
  };
  return { slept, clock: { now: () => 0, sleep } };
};

test("what is settled is read once; what settles later, until then", async () => {
  const { slept, clock } = counting();
  expect(
    await readUntil(
      () => Promise.resolve("up"),
      (state) => state === "up",
      { clock },
    ),
  ).toBe("up");
  expect(slept).toEqual([]);
  const states = ["starting", "starting", "up", "gone"];
  const read = () => Promise.resolve(states.shift());
  expect(await readUntil(read, (state) => state === "up", { clock })).toBe("up");
  expect(slept).toHaveLength(2);
});

test("what never settles is taken as it is after half an hour; Ctrl-C ends the wait", async () => {
  const { slept, clock } = counting();
  const read = () => Promise.resolve("starting");
  expect(await readUntil(read, () => false, { clock })).toBe("starting");
  expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(1_800_000);
  const signal = AbortSignal.abort(new Error("stop"));
  await expect(readUntil(read, () => false, { clock, signal })).rejects.toThrow("stop");
});
