/**
 * The parameters that a deployment accepts. They are found by asking, since a table of model names
 * would be out of date: the first request uses the lab's own dialect, and a parameter that the
 * service refuses by name is replaced.
 */
export interface Dialect {
  /** Newer models refuse `max_tokens`, old api-versions `max_completion_tokens`. */
  budget: "max_tokens" | "max_completion_tokens";
  /** Several answers in one request, which saves quota. Some models refuse it. */
  manyAnswers: boolean;
  /**
   * How much the model reasons before it answers; absent where it is not asked. Reasoning is paid
   * for from the budget of the answer, so that the probe asks for as little as the model allows.
   */
  effort?: Effort;
}

/** Values of `reasoning_effort`, from the least. Each is one that some models refuse. */
const EFFORTS = ["none", "minimal", "low"] as const;
type Effort = (typeof EFFORTS)[number];

/** The lab's own dialect. */
export const DEFAULT_DIALECT: Dialect = { budget: "max_tokens", manyAnswers: true };

/**
 * The parameters that can be replaced. The temperature is never sent: some models refuse it, and the
 * default is the lab's own.
 */
export const ADJUSTABLE: readonly string[] = [
  "max_tokens",
  "max_completion_tokens",
  "n",
  "reasoning_effort",
];

/**
 * The dialect without a refused parameter; undefined if the probe needs that parameter. A model that
 * refuses `max_tokens` is one that reasons.
 */
export function withoutParameter(dialect: Dialect, parameter: string): Dialect | undefined {
  if (parameter === "max_tokens" && dialect.budget === "max_tokens")
    return { ...dialect, budget: "max_completion_tokens", effort: EFFORTS[0] };
  if (parameter === "n" && dialect.manyAnswers) return { ...dialect, manyAnswers: false };
  if (parameter === "reasoning_effort" && dialect.effort !== undefined)
    return { ...dialect, effort: EFFORTS[EFFORTS.indexOf(dialect.effort) + 1] };
  return undefined;
}
