import { expect, test } from "vitest";
import { attentionOf } from "../../../scripts/class/board/attention";
import { SEAT_STATES, type SeatState } from "../../../scripts/class/seat-state";
import { classOf, NOW, seatOf } from "../../support/class/sample-class";

const failed = (code: string, k: number) =>
  seatOf(k, { state: "failed", ready: null, failure: { code, message: `of seat ${k}` } });

const titles = (seats: ReturnType<typeof seatOf>[]): [string, number][] =>
  attentionOf(classOf(seats), NOW).map(({ title, seats: own }) => [title, own.length]);

test("equal reasons come together, failures first, the most seats first", () => {
  const seats = [
    seatOf(1, { state: "waiting", reason: "memory", ready: null }),
    seatOf(2, { state: "unhealthy", reason: "no answer" }),
    failed("Quota", 3),
    failed("Sku", 4),
    failed("Sku", 5),
    seatOf(6, { expires: "2026-11-30" }),
    seatOf(7),
  ];
  expect(titles(seats)).toEqual([
    ["failed: Sku", 2],
    ["failed: Quota", 1],
    ["unhealthy: no answer", 1],
    ["waiting, and not ready by the bell", 1],
    ["expired, and not destroyed yet", 1],
  ]);
});

test("a failure without a reason is still one", () => {
  expect(titles([seatOf(1, { state: "failed" })])).toEqual([["failed", 1]]);
});

test("before the bell and before the expiry only what failed needs anyone", () => {
  const open = { readyBy: null };
  const needs = SEAT_STATES.filter(
    (state: SeatState) => attentionOf(classOf([seatOf(1, { state })], open), NOW).length > 0,
  );
  expect(needs).toEqual(["unhealthy", "failed"]);
});

test("a seat that was never brought up has nothing to destroy", () => {
  const seat = seatOf(1, { state: "waiting", expires: "2026-11-30", made: null });
  expect(attentionOf(classOf([seat], { readyBy: null }), NOW)).toEqual([]);
});

test("what is gone has no expiry to warn of; the shared half counts as a seat does", () => {
  const expires = "2026-11-30";
  expect(titles([seatOf(1, { state: "gone", expires, made: null })])).toEqual([]);
  const half = failed("Quota", 0);
  expect(attentionOf(classOf([], { half }), NOW)).toMatchObject([{ seats: [half] }]);
});

test.each([
  [100, true, "ready", []],
  [200, true, "ready", ["near the end of today's minutes"]],
  [240, true, "ready", ["today's minutes used up: run `lab class stop --used-up`"]],
  [240, false, "ready", ["today's minutes used up: run `lab class stop --used-up`"]],
  [240, true, "stopped", ["today's minutes used up: run `lab class stop --used-up`"]],
  // Held as it should be, or by an admin who cannot be.
  [240, false, "stopped", []],
  [240, null, "stopped", []],
  [0, false, "stopped", ["may not start, with minutes left: run `lab class stop --used-up`"]],
  [null, true, "ready", ["minutes of today unknown"]],
] as const)("used %s of 240 minutes, may start: %s, %s", (used, mayStart, state, found) => {
  const minutes = { used, allowed: 240, mayStart };
  expect(titles([seatOf(1, { state, minutes })]).map(([title]) => title)).toEqual(found);
});
