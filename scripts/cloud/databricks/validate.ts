import { z } from "zod";
import { withoutNulls } from "../core/nulls";
import { invalidParameter } from "./errors";

/**
 * A request's body or query, checked against a schema. In the JSON form of protocol buffers, which
 * the service reads, null is an absent field.
 * @throws ApiError INVALID_PARAMETER_VALUE naming the first field that is wrong.
 */
export function validate<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(withoutNulls(value ?? {}));
  if (parsed.success) return parsed.data;
  throw invalidParameter(problemOf(parsed.error.issues[0]));
}

function problemOf(issue: z.core.$ZodIssue | undefined): string {
  const field = issue?.path.join(".") ?? "";
  const isMissing =
    issue?.code === "invalid_type" &&
    issue.input === undefined &&
    issue.message.includes("received undefined");
  if (isMissing) return `Missing required field: ${field}`;
  return `Invalid value for ${field}: ${issue?.message ?? ""}`;
}

/** An id: a number or, in a query, its text. */
export const idField = z.coerce.number().int().positive();
/** An optional boolean in a query. */
export const queryFlag = z.stringbool().optional();
