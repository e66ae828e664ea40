import { LabError } from "../../../infra/errors";
import type { StackMoney } from "../../class/stack-money";

/** Minutes that stay for the destroy and the proof, which a trial never leaves out. */
const LEAVING_MINUTES = 30;
/** A lab is up in about a quarter of an hour, and its first cluster needs minutes more. */
const SHORTEST_MINUTES = 30;

/** What a trial may cost, and how long it may therefore take. */
export interface Spending {
  /** In US dollars. */
  cap: number;
  /** At most, at list prices: every cluster on, and the whole quota of tokens used all the time. */
  perHour: number;
  /** After so many minutes nothing more is created or asked. */
  minutes: number;
}

/**
 * How long a trial may go on, so that it cannot cost more than its cap: by the cap, or by the
 * minutes that the user gives it.
 * @throws LabError `usage` when a price is not known, or the cap is too low for a trial
 */
export function spendingOf(
  { workingHour, tokensHourAtMost, unknown }: StackMoney,
  cap: number,
  minutes: number,
): Spending {
  const cure = "npx lab cost says what the stack costs";
  if (!workingHour || !tokensHourAtMost)
    throw new LabError(
      "usage",
      `a spending cap needs every price, and these are not known: ${unknown.join("; ")}`,
      { where: "--cap", cure },
    );
  const perHour = workingHour.amount + tokensHourAtMost.amount;
  const affordable = Math.floor((cap / perHour) * 60) - LEAVING_MINUTES;
  if (affordable < SHORTEST_MINUTES) {
    const least = Math.ceil((perHour * (SHORTEST_MINUTES + LEAVING_MINUTES)) / 60);
    throw new LabError(
      "usage",
      `a trial of this stack may cost ${perHour.toFixed(2)} USD an hour, and ${cap} USD are too few`,
      { where: "--cap", cure: `give it --cap ${least} or more; ${cure}` },
    );
  }
  return { cap, perHour, minutes: Math.min(minutes, affordable) };
}
