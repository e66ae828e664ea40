import type { ScorableJournal } from "./texts";

/** What one way of asking took, as the journal counted it: every request that was answered, rewriting included. */
export interface ConditionUsage {
  condition: string;
  requests: number;
  answers: number;
  /** Absent where the service did not count them. */
  promptTokens?: number;
  completionTokens?: number;
  /** Between sending and answer, summed over the requests. */
  seconds: number;
}

/** By condition, in the order of the design; empty for a journal without such lines. */
export function usageByCondition({ header, answers, requests }: ScorableJournal): ConditionUsage[] {
  return header.spec.conditions.flatMap(({ id }): ConditionUsage[] => {
    const mine = requests.filter(({ condition }) => condition === id);
    if (mine.length === 0) return [];
    const sum = (values: readonly (number | null)[]): number =>
      values.reduce<number>((total, one) => total + (one ?? 0), 0);
    const promptTokens = sum(mine.map((one) => one.promptTokens));
    const completionTokens = sum(mine.map((one) => one.completionTokens));
    return [
      {
        condition: id,
        requests: mine.length,
        answers: answers.filter(({ condition }) => condition === id).length,
        ...(promptTokens > 0 && { promptTokens, completionTokens }),
        seconds: sum(mine.map(({ seconds }) => seconds)),
      },
    ];
  });
}
