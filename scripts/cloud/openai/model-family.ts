/*
 * @parity
 * - A reasoning model thinks 0, 64, 256, 1,024, 4,096 or 8,192 tokens by its effort, out of the
 *   budget: 100 tokens at `medium` give an empty answer with `length` — documented; figures guessed
 */

/** The parameters that the models of a family take. */
export interface ModelFamily {
  maxTokens: boolean;
  maxCompletionTokens: boolean;
  /** Values of `reasoning_effort`, the default first; none for a model that does not reason. */
  efforts: readonly string[];
  /** Whether `parallel_tool_calls` may be set. */
  parallelToolCalls: boolean;
  /** Whether `temperature` and the other sampling parameters may be set at this effort. */
  allowsSampling(effort: string): boolean;
}

const always = (): boolean => true;
const never = (): boolean => false;

/** By model name; the first match counts. PARITY.md has the source of each rule. */
const FAMILIES: readonly (ModelFamily & { name: RegExp })[] = [
  {
    name: /^gpt-(35-turbo|4(-32k)?$)/,
    maxTokens: true,
    maxCompletionTokens: false,
    parallelToolCalls: true,
    efforts: [],
    allowsSampling: always,
  },
  {
    name: /^gpt-5\.1/,
    maxTokens: false,
    maxCompletionTokens: true,
    parallelToolCalls: true,
    efforts: ["none", "low", "medium", "high"],
    allowsSampling: (effort) => effort === "none",
  },
  {
    name: /^gpt-5\.2/,
    maxTokens: false,
    maxCompletionTokens: true,
    parallelToolCalls: true,
    efforts: ["medium", "none", "low", "high"],
    allowsSampling: (effort) => effort === "none",
  },
  {
    name: /^gpt-5\.6/,
    maxTokens: false,
    maxCompletionTokens: true,
    parallelToolCalls: true,
    efforts: ["medium", "none", "low", "high", "xhigh", "max"],
    allowsSampling: never,
  },
  {
    name: /^gpt-5\./,
    maxTokens: false,
    maxCompletionTokens: true,
    parallelToolCalls: true,
    efforts: ["medium", "none", "low", "high", "xhigh"],
    allowsSampling: never,
  },
  {
    name: /^gpt-5/,
    maxTokens: false,
    maxCompletionTokens: true,
    parallelToolCalls: true,
    efforts: ["medium", "minimal", "low", "high"],
    allowsSampling: never,
  },
  {
    name: /^o\d/,
    maxTokens: false,
    maxCompletionTokens: true,
    parallelToolCalls: false,
    efforts: ["medium", "low", "high"],
    allowsSampling: never,
  },
  {
    name: /./,
    maxTokens: true,
    maxCompletionTokens: true,
    parallelToolCalls: true,
    efforts: [],
    allowsSampling: always,
  },
];

/** The family of a model. Every name has one. */
export const familyOf = (model: string): ModelFamily => {
  const family = FAMILIES.find(({ name }) => name.test(model));
  if (!family) throw new Error("a deployment without a model");
  return family;
};

/**
 * Reasoning tokens before the first visible token. The numbers are guesses: at `medium`, reasoning
 * uses up a budget of 100.
 */
export const reasoningTokens = (effort: string): number =>
  ({ none: 0, minimal: 0, low: 64, medium: 256, high: 1024, xhigh: 4096, max: 8192 })[effort] ?? 0;
