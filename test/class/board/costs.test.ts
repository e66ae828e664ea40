import { expect, test } from "vitest";
import { billedText, totalCost } from "../../../scripts/class/board/costs";
import type { CostEstimate } from "../../../scripts/class/class-status";
import { seatOf } from "../../support/class/sample-class";

const cost = (amount: number, currency = "USD", basis = "list"): CostEstimate => ({
  amount,
  currency,
  basis,
});
const total = (...costs: (CostEstimate | null)[]): string =>
  totalCost({ half: null, seats: costs.map((one, k) => seatOf(k, { cost: one })) }).text;

test("a sum with an unknown part is a lower bound; of unknown parts alone it is unknown", () => {
  expect(total(cost(1.5), cost(2.25))).toBe("3.75 USD");
  expect(total(cost(1.5), null)).toBe("at least 1.50 USD");
  expect(total(null, null)).toBe("unknown");
  expect(total()).toBe("unknown");
});

test("currencies are not added to each other", () => {
  expect(total(cost(1), cost(2, "EUR"), cost(3))).toBe("4.00 USD + 2.00 EUR");
});

test("what all seats share counts, and each basis is named once", () => {
  const half = seatOf(0, { cost: cost(10) });
  const seats = [seatOf(1, { cost: cost(1) }), seatOf(2, { cost: cost(1, "USD", "other") })];
  expect(totalCost({ half, seats })).toEqual({ text: "12.00 USD", bases: ["list", "other"] });
});

test("what was billed is added up, until its day; unknown, with why, where nobody could ask", () => {
  const billing = { until: "2026-11-29", unknown: null };
  const billed = { amount: 1.5, currency: "EUR", until: "2026-11-29" };
  const seats = [seatOf(1, { billed }), seatOf(2, { billed }), seatOf(3)];
  expect(billedText({ half: null, seats, billing })).toBe("3.00 EUR until 2026-11-29");
  expect(billedText({ half: null, seats: [], billing })).toBe("nothing yet until 2026-11-29");
  const unknown = { ...billing, unknown: "too many requests" };
  expect(billedText({ half: null, seats, billing: unknown })).toBe("unknown: too many requests");
});
