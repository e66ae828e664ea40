import { z } from "zod";
import type { JsonObject } from "../../../../infra/json-object";
import { invalidRequest, unrecognizedArgument } from "../errors";
import type { ApiVersion } from "../versions";
import { requireStrictSchema } from "./strict-schema";

/*
 * @parity
 * - Tools and the older `functions`: roles `tool` and `function`, content null beside calls, every
 *   call needs its result; a function that is named ends with `stop` — documented; texts reported
 */

/** A function that a model may call. */
export const FunctionDefinition = z.object({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  description: z.string().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
});
export type FunctionDefinition = z.infer<typeof FunctionDefinition>;

const named = z.object({ name: z.string() });
/** The parameters of a request that are about functions; the last two are their older form. */
export const ToolParameters = {
  tools: z
    .array(z.object({ type: z.literal("function"), function: FunctionDefinition }))
    .max(128)
    .nullish(),
  tool_choice: z
    .union([
      z.enum(["none", "auto", "required"]),
      z.object({ type: z.literal("function"), function: named }),
    ])
    .nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  functions: z.array(FunctionDefinition).max(128).nullish(),
  function_call: z.union([z.enum(["none", "auto"]), named]).nullish(),
};
type ToolRequest = z.infer<z.ZodObject<typeof ToolParameters>>;

/** The functions of a request, and when they are called. */
export interface ToolUse {
  functions: FunctionDefinition[];
  /** `{ name }`: this function. */
  choice: "none" | "auto" | "required" | { name: string };
  parallel: boolean;
  /** True for the older form, whose answer has one `function_call`. */
  legacy: boolean;
}

/** What a function without parameters takes. */
const NO_PARAMETERS: JsonObject = { type: "object", properties: {}, required: [] };

/** The schema of a function's arguments. */
export const parametersOf = ({ parameters }: FunctionDefinition): JsonObject =>
  parameters ?? NO_PARAMETERS;

const PARAMETERS = [
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "functions",
  "function_call",
] as const;

/**
 * The functions of a request; undefined without any.
 * @throws ApiError 400 for a choice without functions, an unknown function, or a strict schema that
 * breaks its rules
 */
export function readTools(given: ToolRequest, version: ApiVersion): ToolUse | undefined {
  const { tools, functions } = given;
  for (const name of PARAMETERS)
    if (given[name] != null && !version.knows(name)) throw unrecognizedArgument(name);
  if (tools == null) requireNoChoice(given);
  if (tools == null && functions == null) return undefined;
  const legacy = tools == null;
  const { choice, param } = choiceOf(given, legacy);
  const defined = tools?.map((tool) => tool.function) ?? functions ?? [];
  for (const [index, { name, parameters, strict }] of defined.entries())
    if (strict === true && parameters != null)
      requireStrictSchema(
        parameters,
        `schema for function '${name}'`,
        `tools[${index}].function.parameters`,
      );
  if (typeof choice === "object" && !defined.some(({ name }) => name === choice.name))
    throw invalidRequest(
      `Invalid value for 'tool_choice': no function named '${choice.name}' was specified in the 'tools' parameter.`,
      param,
    );
  return {
    functions: defined,
    choice,
    parallel: !legacy && given.parallel_tool_calls !== false,
    legacy,
  };
}

/** The choice, and the parameter that has it. */
function choiceOf(
  given: ToolRequest,
  legacy: boolean,
): { choice: ToolUse["choice"]; param: string } {
  if (legacy) return { choice: given.function_call ?? "auto", param: "function_call" };
  const choice = given.tool_choice ?? "auto";
  if (typeof choice === "object") return { choice: choice.function, param: "tool_choice" };
  return { choice, param: "tool_choice" };
}

function requireNoChoice(given: ToolRequest): void {
  for (const name of ["tool_choice", "parallel_tool_calls"] as const)
    if (given[name] != null)
      throw invalidRequest(
        `Invalid value for '${name}': '${name}' is only allowed when 'tools' are specified.`,
        name,
      );
}
