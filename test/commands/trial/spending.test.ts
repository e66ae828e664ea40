import { expect, test } from "vitest";
import type { StackMoney } from "../../../scripts/class/stack-money";
import { spendingOf } from "../../../scripts/commands/trial/spending";

const amount = (dollars: number) => ({ amount: dollars, currency: "USD", basis: "test" });
const money = (work: number | null, tokens: number | null): StackMoney =>
  ({
    workingHour: work === null ? null : amount(work),
    tokensHourAtMost: tokens === null ? null : amount(tokens),
    unknown: ["a machine of the region"],
  }) as StackMoney;

test("a trial ends half an hour before its cap could be reached, or when its minutes are over", () => {
  expect(spendingOf(money(1, 1), 4, 300)).toEqual({ cap: 4, perHour: 2, minutes: 90 });
  expect(spendingOf(money(1, 1), 4, 45)).toMatchObject({ minutes: 45 });
});

test("a cap that is too low for a trial is refused, with one that is enough", () => {
  expect(() => spendingOf(money(3, 2), 4, 120)).toThrow(/may cost 5\.00 USD an hour/);
  expect(spendingOf(money(3, 2), 5, 120)).toMatchObject({ minutes: 30 });
});

test("a price that is not known is no price of zero", () => {
  expect(() => spendingOf(money(1, null), 100, 120)).toThrow(/a machine of the region/);
});
