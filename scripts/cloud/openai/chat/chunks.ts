import { promptResults } from "../content-filter";
import { tokensOf } from "../tokens";
import type { ApiVersion } from "../versions";
import { describeLogprobs, type Envelope, filterResults, usageOf } from "./chat-completion";
import { type Answer, type Choice, finishReasonOf } from "./complete";
import type { Parameters } from "./parameters";
import type { ToolUse } from "./tools";

/**
 * The chunks of a streamed answer, one token each. Those of a choice join to its whole text. The
 * first has the filter's results and no choice; the last has the usage, where it is asked for.
 */
export function* chatChunks(
  envelope: Envelope,
  answer: Answer,
  { tools, includeUsage }: Parameters,
  version: ApiVersion,
): Generator<Record<string, unknown>> {
  const common: Record<string, unknown> = {};
  if (includeUsage) common.usage = null;
  if (version.filterChunk)
    yield {
      choices: [],
      created: 0,
      id: "",
      model: "",
      object: "",
      prompt_filter_results: promptResults(),
      ...common,
    };
  const chunk = (choices: unknown[]): Record<string, unknown> => ({
    ...envelope,
    object: "chat.completion.chunk",
    choices,
    ...common,
  });
  for (const [index, choice] of answer.choices.entries()) {
    for (const { delta, logprobs = null } of deltasOf(choice, tools))
      yield chunk([
        {
          index,
          delta,
          logprobs,
          finish_reason: null,
          content_filter_results: filterResults({ ...choice, finishReason: "stop" }),
        },
      ]);
    yield chunk([
      {
        index,
        delta: {},
        logprobs: null,
        finish_reason: finishReasonOf(choice, tools),
        content_filter_results: filterResults(choice),
      },
    ]);
  }
  if (includeUsage) yield { ...chunk([]), usage: usageOf(answer) };
}

interface Delta {
  delta: Record<string, unknown>;
  logprobs?: Record<string, unknown> | null;
}

function* deltasOf(choice: Choice, tools: ToolUse | undefined): Generator<Delta> {
  if (choice.calls.length > 0) {
    yield* callDeltas(choice, tools);
    return;
  }
  yield { delta: { role: "assistant", content: "", refusal: null } };
  for (const [at, token] of tokensOf(choice.text).entries()) {
    const logprobs = choice.logprobs?.slice(at, at + 1);
    yield { delta: wordsDelta(choice, token), logprobs: describeLogprobs({ ...choice, logprobs }) };
  }
}

function wordsDelta({ refused }: Choice, token: string): Record<string, unknown> {
  if (refused === true) return { refusal: token };
  return { content: token };
}

/** A call begins with its name; its arguments follow token by token. */
function* callDeltas({ calls }: Choice, tools: ToolUse | undefined): Generator<Delta> {
  yield { delta: { role: "assistant", content: null } };
  for (const [index, { id, name, arguments: given }] of calls.entries()) {
    const pieces = [
      { name, arguments: "" },
      ...tokensOf(given).map((token) => ({ arguments: token })),
    ];
    const [start, ...rest] = pieces;
    if (tools?.legacy === true) {
      for (const piece of pieces) yield { delta: { function_call: piece } };
      return;
    }
    yield { delta: { tool_calls: [{ index, id, type: "function", function: start }] } };
    for (const piece of rest) yield { delta: { tool_calls: [{ index, function: piece }] } };
  }
}
