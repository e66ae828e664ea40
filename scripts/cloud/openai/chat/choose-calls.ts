import type { JsonObject } from "../../../../infra/json-object";
import type { ChatMessage } from "../model";
import { type FunctionDefinition, parametersOf, type ToolUse } from "./tools";

/*
 * @parity
 * - Which function is called: the caller's choice; for `auto`, those that share a word with the
 *   question, or take as many numbers as it has, and none after a result — ours
 */

/** Words of questions that are about no function. */
const COMMON = new Set(
  "about call current from function get have result that then there this tool what when where which with your".split(
    " ",
  ),
);
/** Words are equal when they begin alike: a plural does. */
const STEM = 5;

/**
 * The functions that the answer to a chat calls, none for an answer in words. A choice of the caller
 * is obeyed. `auto` calls what shares a word with the question, or takes as many numbers as the
 * question holds, and nothing after a function's result: no model here understands a question.
 */
export function chooseCalls(
  messages: readonly ChatMessage[],
  { functions, choice, parallel }: ToolUse,
): FunctionDefinition[] {
  if (choice === "none") return [];
  if (typeof choice === "object") return functions.filter(({ name }) => name === choice.name);
  const question = messages.filter(({ role }) => role === "user").at(-1)?.content ?? "";
  const ranked = functions
    .map((one) => ({ one, score: likeness(question, one) }))
    .sort((a, b) => b.score - a.score);
  if (choice === "required") return ranked.slice(0, 1).map(({ one }) => one);
  if (messages.at(-1)?.role !== "user") return [];
  const called = ranked.filter(({ score }) => score > 0).map(({ one }) => one);
  if (parallel) return called;
  return called.slice(0, 1);
}

/** How much a question is about a function: the number of words that they share. */
function likeness(question: string, definition: FunctionDefinition): number {
  const asked = stems(question);
  const { name, description } = definition;
  const properties = Object(parametersOf(definition).properties) as Record<string, JsonObject>;
  const shared = [...stems([name, description, ...Object.keys(properties)].join(" "))].filter(
    (stem) => asked.has(stem),
  ).length;
  const numbers = question.match(/\d+(\.\d+)?/g)?.length ?? 0;
  const types = Object.values(properties).map(({ type }) => type);
  const takesNumbers = types.every((type) => type === "number" || type === "integer");
  return shared + Number(takesNumbers && types.length > 0 && types.length === numbers);
}

const stems = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/\p{L}{4,}/gu) ?? [])
      .filter((word) => !COMMON.has(word))
      .map((word) => word.slice(0, STEM)),
  );
