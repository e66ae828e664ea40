import { day } from "../dates";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/**
 * Offers that Cost Management does not support, by their quota id (its page "Understand Cost
 * Management data").
 */
const UNSUPPORTED_OFFERS = ["Sponsored_2016-01-01", "CSP_2015-05-01"];
const MAX_MONTHS_AHEAD = 12;

/**
 * Whether Azure accepts the budget: its subscription has budgets, and a new budget starts in this
 * month or in one of the next twelve. One that exists keeps its start.
 */
export const budgetStart: Rule = {
  name: "budget-start",
  part: "shared",
  async check({ config: { budget }, names, now, azure }) {
    if (!budget) return ok("no budget is configured", "rai-lab:budget is not set");
    const offer = await azure.offer();
    if (UNSUPPORTED_OFFERS.includes(offer))
      return problem("refused", {
        code: "400",
        message: `a subscription of the offer ${offer} cannot have budgets`,
        cure: "remove rai-lab:budget, and watch the costs where the subscription is paid for",
        evidence: `subscriptionPolicies.quotaId: ${offer}`,
      });
    const { start } = budget;
    const months = monthOf(new Date(start)) - monthOf(now);
    const evidence = `rai-lab:budget.start: ${start}, today: ${day(now)}`;
    if (months >= 0 && months <= MAX_MONTHS_AHEAD)
      return ok(`a budget can start on ${start}`, evidence);
    if ((await azure.budgetStart(names.budget)) === start)
      return ok(`the budget ${names.budget} exists and keeps its start`, evidence);
    const reason = months < 0 ? "in a past month" : "more than twelve months ahead";
    return problem("refused", {
      code: "400",
      message: `a new budget cannot start on ${start}: that is ${reason}`,
      cure: `set rai-lab:budget.start to ${day(now).slice(0, 8)}01, or to the first day of a later month`,
      evidence,
    });
  },
};

/** Months since the year 0. */
const monthOf = (date: Date): number => date.getUTCFullYear() * 12 + date.getUTCMonth();
