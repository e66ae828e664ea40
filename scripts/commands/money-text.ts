import type { CostEstimate } from "../class/class-status";
import type { ClassMoney } from "../class/plan";

/** An amount, or that it is not known. @example amountText(null) // "unknown" */
export const amountText = (estimate: CostEstimate | null): string =>
  estimate === null ? "unknown" : `${estimate.amount.toFixed(2)} ${estimate.currency}`;

/** Where amounts are from, which prices are missing, and what is left out: a line each. */
export function basisLines(money: Omit<ClassMoney, "class">): string[] {
  const { workingHour, idleHour, tokensHourAtMost, unknown, notCounted } = money;
  const bases = [workingHour, idleHour, tokensHourAtMost].flatMap(
    (estimate) => estimate?.basis.split("; ") ?? [],
  );
  return [
    ...[...new Set(bases)].map((basis) => `  prices: ${basis}`),
    ...unknown.map((price) => `  no price: ${price}`),
    `  not counted: ${notCounted.join(", ")}`,
  ];
}
