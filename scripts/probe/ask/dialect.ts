/**
 * How a deployment wants to be asked. It is found out by asking (a table of model names would be out of date): the first
 * request speaks the lab's own dialect, and what the service refuses by name is changed.
 */
export interface Dialect {
  /** Newer models refuse `max_tokens`, old api-versions the other. */
  budget: "max_tokens" | "max_completion_tokens";
  /** Several answers in one request: the lever under a token quota. Some models refuse it. */
  manyAnswers: boolean;
}

export const DEFAULT_DIALECT: Dialect = { budget: "max_tokens", manyAnswers: true };

/** What can be changed. The temperature is never sent: some models refuse it, and the default is the lab's own. */
export const ADJUSTABLE: readonly string[] = ["max_tokens", "max_completion_tokens", "n"];

/** The dialect after the service refused a parameter; undefined when that parameter cannot be done without. */
export function withoutParameter(dialect: Dialect, parameter: string): Dialect | undefined {
  if (parameter === "max_tokens" && dialect.budget === "max_tokens")
    return { ...dialect, budget: "max_completion_tokens" };
  if (parameter === "n" && dialect.manyAnswers) return { ...dialect, manyAnswers: false };
  return undefined;
}
