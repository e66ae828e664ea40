import { isJsonObject } from "../../../../infra/json-object";
import { arrayIn, contentText, objectIn, type Shape, type Values } from "./shape";

/**
 * A line of OpenAI's batch output: `{id, custom_id, response: {status_code, request_id, body},
 * error}`, where the body is that of a chat completion, a completion or a response (OpenAI API
 * reference, Batch, "The request output object"). Every choice is an
 * answer. A request that failed is one without a text.
 */
export const openAiBatch: Shape = {
  name: "OpenAI batch output",
  read: (value) => {
    if (!isJsonObject(value) || !("custom_id" in value) || !("response" in value)) return undefined;
    const body = objectIn(value["response"], "body");
    const shared = { custom_id: value["custom_id"], model: body["model"] };
    const answers = answersOf(body);
    if (answers.length === 0) return [{ ...shared, text: null }];
    return answers.map((answer) => ({ ...shared, ...answer }));
  },
};

/** A bare chat completion, completion or response object of OpenAI's API, as scripts save it. */
export const openAiResponse: Shape = {
  name: "OpenAI responses",
  read: (value) => {
    if (!isJsonObject(value)) return undefined;
    const { object, id, model } = value;
    if (object !== "chat.completion" && object !== "text_completion" && object !== "response")
      return undefined;
    return answersOf(value).map((answer) => ({ id, model, ...answer }));
  },
};

function answersOf(body: Values): Values[] {
  const choices = arrayIn(body, "choices").filter(isJsonObject);
  if (choices.length > 0) return choices.map(choiceValues);
  const messages = arrayIn(body, "output").filter(
    (item): item is Values => isJsonObject(item) && item["type"] === "message",
  );
  return messages.map(({ content }) => ({ text: contentText(content) }));
}

function choiceValues(choice: Values): Values {
  const message = objectIn(choice, "message");
  return {
    text: contentText(message["content"]) ?? choice["text"],
    finish_reason: choice["finish_reason"],
    refusal: message["refusal"] ?? undefined,
  };
}
