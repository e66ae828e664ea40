import type { ClassStatus, CostEstimate } from "../class-status";
import { stacksOf } from "./stacks";

/** An amount of money. @example moneyText({ amount: 1.5, currency: "USD" }) // "1.50 USD" */
export const moneyText = ({
  amount,
  currency,
}: Pick<CostEstimate, "amount" | "currency">): string => `${amount.toFixed(2)} ${currency}`;

/** What a class has cost so far, over its seats and the half that they share. */
export interface TotalCost {
  /** "12.30 USD", "at least 12.30 USD", "unknown". */
  text: string;
  /** Which prices the estimates go by, each one once. */
  bases: string[];
}

/**
 * What was billed so far, over all stacks of which it is known.
 * @example "12.30 USD until 2026-11-29"
 */
export function billedText(status: Pick<ClassStatus, "half" | "seats" | "billing">): string {
  const { until, unknown } = status.billing;
  if (unknown !== null) return `unknown: ${unknown}`;
  const bills = stacksOf(status).flatMap(({ billed }) => billed ?? []);
  if (bills.length === 0) return `nothing yet until ${until}`;
  return `${sumText(bills)} until ${until}`;
}

/** Adds the estimates up, by currency. An unknown one makes the sum a lower bound. */
export function totalCost(status: Pick<ClassStatus, "half" | "seats">): TotalCost {
  const costs = stacksOf(status).map(({ cost }) => cost);
  const known = costs.filter((cost) => cost !== null);
  return {
    text: boundText(sumText(known), costs.length - known.length),
    bases: [...new Set(known.map(({ basis }) => basis))],
  };
}

/** By currency. */
function sumText(amounts: readonly Pick<CostEstimate, "amount" | "currency">[]): string {
  const sums = new Map<string, number>();
  for (const { amount, currency } of amounts)
    sums.set(currency, (sums.get(currency) ?? 0) + amount);
  return [...sums].map(([currency, amount]) => moneyText({ amount, currency })).join(" + ");
}

function boundText(sum: string, unknown: number): string {
  if (sum === "") return "unknown";
  return unknown === 0 ? sum : `at least ${sum}`;
}
