import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { invalidRequest } from "../errors";
import { listOf, memberOf, textOf } from "../json-values";

/** Types of parts that are text. */
const TEXT_PARTS: readonly unknown[] = ["input_text", "output_text", "refusal", "text"];

/** The items of an input: a text is one message of the user. @throws ApiError 400 */
export function itemsOf(input: unknown): JsonObject[] {
  if (typeof input === "string") return [{ type: "message", role: "user", content: input }];
  return listOf(input).map((item, index) => {
    if (isJsonObject(item)) return { ...item, type: item.type ?? "message" };
    throw invalidRequest(`Invalid type for 'input[${index}]': expected an object.`, "input");
  });
}

/**
 * The items as messages of a chat. The calls of functions that follow each other are one message.
 * @throws NotSimulated for items and parts that are no text
 */
export function messagesOf(items: readonly JsonObject[]): JsonObject[] {
  const messages: JsonObject[] = [];
  for (const item of items) {
    const last = messages.at(-1);
    if (item.type === "function_call" && Array.isArray(last?.tool_calls))
      last.tool_calls.push(callOf(item));
    else messages.push(...messageOf(item));
  }
  return messages;
}

function messageOf(item: JsonObject): JsonObject[] {
  switch (item.type) {
    case "message":
      return [{ role: item.role, content: contentOf(item.content) }];
    case "function_call":
      return [{ role: "assistant", content: null, tool_calls: [callOf(item)] }];
    case "function_call_output":
      return [{ role: "tool", tool_call_id: item.call_id, content: contentOf(item.output) }];
    case "reasoning":
      return [];
    default:
      throw new NotSimulated(`input items of the type ${textOf(item.type)}`);
  }
}

const callOf = ({ call_id: id, name, arguments: given }: JsonObject): JsonObject => ({
  id,
  type: "function",
  function: { name, arguments: given },
});

/** The text of a content. What is no content at all is left to the chat's schema. */
function contentOf(content: unknown): unknown {
  if (!Array.isArray(content)) return content;
  return content
    .map((part: unknown) => {
      const type = memberOf(part, "type");
      if (!TEXT_PARTS.includes(type)) throw new NotSimulated(`parts of the type ${textOf(type)}`);
      return textOf(memberOf(part, "text") ?? memberOf(part, "refusal"));
    })
    .join("\n");
}
