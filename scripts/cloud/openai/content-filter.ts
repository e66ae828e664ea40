import { ApiError } from "../core/errors";

/*
 * @parity
 * - Content filter: a prompt that holds `[content-filter:hate]` (or `self_harm`, `sexual`,
 *   `violence`) is 400 `content_filter` — body reported; trigger ours
 * - A withheld completion: 200, `finish_reason: content_filter`, no content — documented
 */

/** The simulated filter reacts to this marker, so that no test needs harmful text. */
const TRIGGER = /\[content-filter:(hate|self_harm|sexual|violence)\]/;

const CATEGORIES = ["hate", "self_harm", "sexual", "violence"] as const;
/** A category of the content filter. */
export type Category = (typeof CATEGORIES)[number];

/** The severity of each category. `filtered` is the category that was too high. */
export const severities = (
  filtered?: Category,
): Record<string, { filtered: boolean; severity: string }> =>
  Object.fromEntries(
    CATEGORIES.map((category) => [
      category,
      { filtered: category === filtered, severity: category === filtered ? "medium" : "safe" },
    ]),
  );

/** The filter's result for a prompt that passed; part of every answer. */
export const promptResults = (): unknown[] => [
  {
    prompt_index: 0,
    content_filter_results: { ...severities(), jailbreak: { filtered: false, detected: false } },
  },
];

/** @throws ApiError 400 `content_filter` when the prompt holds `[content-filter:CATEGORY]`. */
export function checkPrompt(prompt: string): void {
  const category = TRIGGER.exec(prompt)?.[1];
  if (category === undefined) return;
  const results = {
    ...severities(category as Category),
    jailbreak: { filtered: false, detected: false },
  };
  throw new ApiError(
    400,
    "content_filter",
    "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry. " +
      "To learn more about our content filtering policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
    {
      body: {
        type: null,
        param: "prompt",
        status: 400,
        innererror: { code: "ResponsibleAIPolicyViolation", content_filter_result: results },
      },
    },
  );
}
