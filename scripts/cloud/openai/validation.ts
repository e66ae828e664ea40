import type { z } from "zod";
import { invalidRequest, unrecognizedArgument } from "./errors";

/** A body of the form of its schema. @throws ApiError 400 for the first thing that is not */
export function validated<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const names = Object.entries(Object(body) as object).flatMap(([name, value]) =>
    [name].filter(() => value !== undefined),
  );
  throw validationError(parsed.error, names);
}

/** What the schemas say of a parameter that is not there. */
const ABSENT: readonly string[] = ["invalid_type", "invalid_union"];

function validationError(error: z.ZodError, given: readonly string[]): Error {
  const [issue] = error.issues;
  if (issue?.code === "unrecognized_keys") return unrecognizedArgument(issue.keys.join(", "));
  const where = issue?.path.join(".") ?? "";
  if (issue && ABSENT.includes(issue.code) && issue.path.length === 1 && !given.includes(where))
    return invalidRequest(
      `Missing required parameter: '${where}'.`,
      where,
      "missing_required_parameter",
    );
  return invalidRequest(
    `Invalid value for '${where}': ${issue?.message ?? "not valid"}.`,
    where,
    "invalid_value",
  );
}
