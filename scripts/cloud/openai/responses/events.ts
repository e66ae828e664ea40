import { type JsonObject, own } from "../../../../infra/json-object";
import { listOf, textOf } from "../json-values";
import type { ServerSentEvent } from "../server-sent-events";
import { tokensOf } from "../tokens";
import type { ResponseObject } from "./response";

/** The events of a streamed response, numbered from 0. The deltas of a part join to its text. */
export function* responseEvents(
  begun: ResponseObject,
  ended: ResponseObject,
): Generator<ServerSentEvent> {
  let number = 0;
  for (const { type, ...data } of unnumbered(begun, ended))
    yield { event: textOf(type), data: { type, sequence_number: number++, ...data } };
}

function* unnumbered(begun: ResponseObject, ended: ResponseObject): Generator<JsonObject> {
  yield { type: "response.created", response: begun };
  yield { type: "response.in_progress", response: begun };
  for (const [index, item] of ended.output.entries()) yield* itemEvents(item, index);
  yield { type: `response.${ended.status}`, response: ended };
}

function* itemEvents(item: JsonObject, index: number): Generator<JsonObject> {
  const place = { item_id: item.id, output_index: index };
  const started = { ...item, ...own(EMPTY, textOf(item.type)) };
  yield { type: "response.output_item.added", output_index: index, item: started };
  if (item.type === "function_call") {
    const type = "response.function_call_arguments";
    const text = textOf(item.arguments);
    for (const delta of tokensOf(text)) yield { type: `${type}.delta`, ...place, delta };
    yield { type: `${type}.done`, ...place, name: item.name, arguments: text };
  }
  for (const [at, part] of listOf(item.content).entries())
    yield* partEvents(part as JsonObject, { ...place, content_index: at });
  yield { type: "response.output_item.done", output_index: index, item };
}

/** What an item has before its content, by its type. */
const EMPTY: Record<string, JsonObject> = {
  message: { status: "in_progress", content: [] },
  function_call: { status: "in_progress", arguments: "" },
};

function* partEvents(part: JsonObject, place: JsonObject): Generator<JsonObject> {
  const field = own(FIELDS, textOf(part.type))!;
  const text = textOf(part[field]);
  const type = `response.${textOf(part.type)}`;
  const logprobs = listOf(part.logprobs);
  yield { type: "response.content_part.added", ...place, part: { ...part, [field]: "" } };
  for (const [at, delta] of tokensOf(text).entries())
    yield { type: `${type}.delta`, ...place, delta, logprobs: logprobs.slice(at, at + 1) };
  yield { type: `${type}.done`, ...place, [field]: text, logprobs };
  yield { type: "response.content_part.done", ...place, part };
}

/** The field with the text of a part, by the part's type. */
const FIELDS: Record<string, string> = { output_text: "text", refusal: "refusal" };
