import { z } from "zod";
import { invalidRequest } from "../errors";
import type { ChatMessage } from "../model";

const functionCall = z.object({ name: z.string(), arguments: z.string() });

/** The messages of a request, as the API has them. */
export const Messages = z
  .array(
    z.object({
      role: z.enum(["system", "user", "assistant", "developer", "tool", "function"]),
      content: z
        .union([z.string(), z.array(z.object({ type: z.literal("text"), text: z.string() }))])
        .nullish(),
      name: z.string().nullish(),
      refusal: z.string().nullish(),
      tool_call_id: z.string().nullish(),
      tool_calls: z
        .array(z.object({ id: z.string(), type: z.literal("function"), function: functionCall }))
        .nullish(),
      function_call: functionCall.nullish(),
    }),
  )
  .min(1);
type Message = z.infer<typeof Messages>[number];

/**
 * The messages as the models take them: the calls of an assistant are text.
 * @throws ApiError 400 for a message without content, and for calls and results that do not match
 */
export function readMessages(messages: readonly Message[]): ChatMessage[] {
  requireResults(messages);
  return messages.map((message, index) => ({
    role: roleOf(message),
    content: [contentOf(message, index), ...callsOf(message)].filter(Boolean).join("\n"),
  }));
}

function roleOf({ role }: Message): ChatMessage["role"] {
  if (role === "function") return "tool";
  return role;
}

function contentOf(message: Message, index: number): string {
  const { content, refusal } = message;
  if (typeof content === "string") return content;
  if (content != null) return content.map(({ text }) => text).join("\n");
  if (refusal != null) return refusal;
  if (message.role === "assistant" && callsOf(message).length > 0) return "";
  throw invalidRequest(
    "Invalid value for 'content': expected a string, got null.",
    `messages.[${index}].content`,
  );
}

const callsOf = ({ tool_calls: calls, function_call: call }: Message): string[] =>
  [...(calls ?? []).map((one) => one.function), call ?? []]
    .flat()
    .map(({ name, arguments: given }) => `${name}(${given})`);

/** Every call has its result directly after it, and every result has its call. */
function requireResults(messages: readonly Message[]): void {
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role === "tool") {
      if (!open.includes(message.tool_call_id ?? ""))
        throw invalidRequest(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          `messages.[${index}].role`,
        );
      open = open.filter((id) => id !== message.tool_call_id);
      continue;
    }
    requireNone(open, index);
    open = (message.tool_calls ?? []).map(({ id }) => id);
  }
  requireNone(open, messages.length);
}

function requireNone(open: readonly string[], index: number): void {
  if (open.length === 0) return;
  throw invalidRequest(
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
      `The following tool_call_ids did not have response messages: ${open.join(", ")}`,
    `messages.[${index}].role`,
  );
}
