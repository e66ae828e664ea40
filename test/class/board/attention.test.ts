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

test("what is gone has no expiry to warn of; the shared half counts as a seat does", () => {
  const expires = "2026-11-30";
  expect(titles([seatOf(1, { state: "gone", expires })])).toEqual([]);
  const half = failed("Quota", 0);
  expect(attentionOf(classOf([], { half }), NOW)).toMatchObject([{ seats: [half] }]);
});
