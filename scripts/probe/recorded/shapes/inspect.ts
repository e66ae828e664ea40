import { isJsonObject, own } from "../../../../infra/json-object";
import { arrayIn, contentText, objectIn, questionIn, type Shape, type Values } from "./shape";

/** inspect's stop reasons in OpenAI's words; the others are the same. */
const FINISH: Readonly<Record<string, string>> = { max_tokens: "length", model_length: "length" };

/**
 * A JSON log of inspect_ai (`inspect eval --log-format json`, or `inspect log convert --to json`):
 * `{version: 2, eval, samples: [EvalSample]}`, with `metadata`, `scores` and `output.choices` in each
 * sample (EvalSample and ModelOutput of inspect_ai, commit 499e6152). The metadata and the
 * scores of a sample are columns.
 */
export const inspect: Shape = {
  name: "inspect log",
  read: (value) => {
    if (!isJsonObject(value) || !isJsonObject(value["eval"]) || !Array.isArray(value["samples"]))
      return undefined;
    const { task, model } = value["eval"];
    return arrayIn(value, "samples")
      .filter(isJsonObject)
      .map((sample) => ({ task, model, ...sampleValues(sample) }));
  },
};

function sampleValues(sample: Values): Values {
  const output = objectIn(sample, "output");
  const choice = arrayIn(output, "choices")[0];
  const content = contentText(objectIn(choice, "message")["content"]);
  const scores = Object.entries(objectIn(sample, "scores")).map(([name, score]) => [
    name,
    isJsonObject(score) ? score["value"] : score,
  ]);
  return {
    id: sample["id"],
    ...(Object.fromEntries(scores) as Values),
    ...objectIn(sample, "metadata"),
    prompt: questionOf(sample),
    text: output["completion"] ?? content ?? null,
    finish_reason: finishReason(choice),
  };
}

function finishReason(choice: unknown): string | undefined {
  if (!isJsonObject(choice)) return undefined;
  const stop = String(choice["stop_reason"]);
  return own(FINISH, stop) ?? stop;
}

/** The question: text, or chat messages; long ones are kept once, as attachments. */
function questionOf(sample: Values): unknown {
  const { input } = sample;
  let text: unknown = input;
  if (Array.isArray(input)) text = questionIn(input);
  if (typeof text !== "string") return text;
  const key = /^attachment:\/\/(\w+)$/.exec(text)?.[1];
  if (key === undefined) return text;
  return objectIn(sample, "attachments")[key];
}
