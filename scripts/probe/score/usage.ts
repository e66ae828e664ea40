import { sum } from "../stats/strata";
import type { ScorableJournal } from "./texts";

/** Requests, tokens and time of one condition: every answered request, rewriting included. */
export interface ConditionUsage {
  condition: string;
  requests: number;
  answers: number;
  /** Absent when the service reported no token counts. */
  promptTokens?: number;
  completionTokens?: number;
  /** Response times, summed over the requests. */
  seconds: number;
}

/** Usage by condition, in the order of the design; empty for a journal without request lines. */
export function usageByCondition({ header, answers, requests }: ScorableJournal): ConditionUsage[] {
  return header.spec.conditions.flatMap(({ id }): ConditionUsage[] => {
    const own = requests.filter(({ condition }) => condition === id);
    if (own.length === 0) return [];
    const promptTokens = sum(own.map((one) => one.promptTokens ?? 0));
    const completionTokens = sum(own.map((one) => one.completionTokens ?? 0));
    return [
      {
        condition: id,
        requests: own.length,
        answers: answers.filter(({ condition }) => condition === id).length,
        ...(promptTokens > 0 && { promptTokens, completionTokens }),
        seconds: sum(own.map(({ seconds }) => seconds)),
      },
    ];
  });
}
