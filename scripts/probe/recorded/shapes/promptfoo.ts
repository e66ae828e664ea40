import { isJsonObject } from "../../../../infra/json-object";
import { valueText } from "../value";
import { arrayIn, objectIn, type Shape, type Values } from "./shape";

/**
 * promptfoo's results: `promptfoo eval --output results.json` writes `{evalId, results: {version: 3,
 * results: [EvaluateResult]}}`, the library returns the inner object, and `results.jsonl` has one
 * EvaluateResult a line (the types EvaluateSummaryV3 and EvaluateResult of promptfoo, commit 0011eb02). The
 * variables of the test are columns. Several prompts are several ways of asking.
 */
export const promptfoo: Shape = {
  name: "promptfoo results",
  read: (value) => {
    if (isResult(value)) return [resultValues(value, false)];
    const inner = isJsonObject(value) && isJsonObject(value["results"]) ? value["results"] : value;
    const results = arrayIn(inner, "results").filter(isJsonObject);
    if (results.length === 0 || !results.every(isResult)) return undefined;
    const labels = new Set(results.map((result) => objectIn(result, "prompt")["label"]));
    return results.map((result) => resultValues(result, labels.size > 1));
  },
};

const isResult = (value: unknown): value is Values =>
  isJsonObject(value) && "promptIdx" in value && ("response" in value || "error" in value);

function resultValues(result: Values, manyPrompts: boolean): Values {
  const response = objectIn(result, "response");
  const prompt = objectIn(result, "prompt");
  const provider = objectIn(result, "provider");
  const label = provider["label"];
  const text = valueText(response["output"]) ?? null;
  return {
    ...objectIn(objectIn(result, "testCase"), "metadata"),
    ...objectIn(result, "namedScores"),
    score: result["score"],
    ...objectIn(objectIn(result, "testCase"), "vars"),
    ...objectIn(result, "vars"),
    text,
    prompt: prompt["raw"],
    ...(manyPrompts && { condition: prompt["label"] }),
    model: typeof label === "string" && label !== "" ? label : provider["id"],
    finish_reason: response["finishReason"],
    refusal: response["isRefusal"] === true ? (text ?? "refused") : undefined,
  };
}
