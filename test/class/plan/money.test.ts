import { expect, test } from "vitest";
import { moneyOf, type PaidClass } from "../../../scripts/class/plan/money";
import { configOf } from "../../support/class/plan";
import { EAST, price } from "../../support/class/prices";

const paid = (own: Partial<PaidClass> = {}): PaidClass => ({
  ...{ config: configOf(), layout: "isolated", capacity: 20, sku: "GlobalStandard", hours: 3 },
  seats: new Map([["eastus2", 10]]),
  ...own,
});
const amounts = (money: ReturnType<typeof moneyOf>) => ({
  working: money.workingHour?.amount,
  idle: money.idleHour?.amount,
  class: money.class?.amount,
  overnight: money.forgottenOvernight?.amount,
  tokens: money.tokensHourAtMost?.amount,
});

test("isolated seats pay for a gateway each", () => {
  const { working, idle, ...rest } = amounts(moneyOf(paid(), { eastus2: EAST }));
  // A seat's hour: 0.226 machine + 0.55 unit + 0.045 gateway + 0.005 address.
  expect(working).toBeCloseTo(10 * 0.826, 5);
  expect(idle).toBeCloseTo(10 * 0.05, 5);
  expect(rest.class).toBeCloseTo(3 * 10 * 0.826, 5);
  // The clusters stop after 20 minutes.
  expect(rest.overnight).toBeCloseTo(12 * 10 * 0.05 + (20 / 60) * 10 * 0.776, 5);
  expect(rest.tokens).toBeCloseTo(10 * 20_000 * 60 * (1.2 / 1e6), 5);
});

test("a shared class has one gateway", () => {
  const { working, idle } = amounts(moneyOf(paid({ layout: "shared" }), { eastus2: EAST }));
  expect(working).toBeCloseTo(10 * 0.776 + 0.05, 5);
  expect(idle).toBeCloseTo(0.05, 5);
});

test("with public addresses there is no gateway, and an address for every cluster that runs", () => {
  const config = configOf({ databricks: { noPublicIp: false } });
  const { working, idle } = amounts(moneyOf(paid({ config }), { eastus2: EAST }));
  expect(working).toBeCloseTo(10 * (0.776 + 0.005), 5);
  expect(idle).toBe(0);
});

test("regions are added up, each at its own prices", () => {
  const seats = new Map([
    ["eastus2", 1],
    ["swedencentral", 2],
  ]);
  const sweden = { ...EAST, machineHour: price(0.3) };
  const { working } = amounts(moneyOf(paid({ seats }), { eastus2: EAST, swedencentral: sweden }));
  expect(working).toBeCloseTo(0.826 + 2 * 0.9, 5);
});

test("a price that is not known makes the sums unknown that need it, and no others", () => {
  const prices = { eastus2: { ...EAST, machineHour: { unknown: "the machine in eastus2" } } };
  const money = moneyOf(paid(), prices);
  expect(money).toMatchObject({ workingHour: null, class: null, forgottenOvernight: null });
  expect(money.idleHour?.amount).toBeCloseTo(0.5, 5);
  expect(money.unknown).toEqual(["the machine in eastus2"]);
});

test("a region whose prices were not read has none", () => {
  expect(moneyOf(paid(), {})).toMatchObject({ workingHour: null, idleHour: null });
});

test("every amount names its basis", () => {
  expect(moneyOf(paid(), { eastus2: EAST }).workingHour).toMatchObject({
    currency: "USD",
    basis: "dated list: a test",
  });
});
