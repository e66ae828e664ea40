import { z } from "zod";
import { NotSimulated } from "../core/errors";
import { withoutNulls } from "../core/nulls";
import { invalidParameter } from "./errors";

/*
 * @parity
 * - what a query has and a route does not obey is 501; jobs with a `schedule`, `continuous` or
 *   `trigger` that is not paused, from Git, or that run as someone else: 501, because nothing does
 *   it; `Basic token:TOKEN` is taken as `Bearer`; null is absent — ours; documented (netrc); proto3
 *   JSON
 */

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

/**
 * As `validate`, of a query: what a list would ignore is refused, because its caller would take all
 * of it for a part.
 * @throws ApiError 501 for a parameter that the schema does not have
 */
export function validateQuery<T extends z.ZodObject>(schema: T, query: unknown): z.infer<T> {
  for (const name of Object.keys(withoutNulls(query ?? {}) as object))
    if (!(name in schema.shape)) throw new NotSimulated(`the query parameter ${name}`);
  return validate(schema, query);
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
