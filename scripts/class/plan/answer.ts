/** An answer of a cloud, or why there is none: then a plan says "unknown", and never assumes. */
export type Answer<T> = { value: T } | { unknown: string };

/** The value of an answer; undefined where there is none. */
export const valueOf = <T>(answer: Answer<T>): T | undefined =>
  "value" in answer ? answer.value : undefined;

/** Why there is no value; empty where there is one. */
export const whyUnknown = (answer: Answer<unknown>): string[] =>
  "unknown" in answer ? [answer.unknown] : [];

/** The answer with another value. */
export const mapAnswer = <T, U>(answer: Answer<T>, change: (value: T) => U): Answer<U> =>
  "value" in answer ? { value: change(answer.value) } : answer;
