import { z } from "zod";
import { invalidParameter } from "./errors";

/** A request's body or query, checked. @throws INVALID_PARAMETER_VALUE naming the first field that is wrong. */
export function validate<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") ?? "";
  throw invalidParameter(
    issue?.code === "invalid_type" &&
      issue.input === undefined &&
      issue.message.includes("received undefined")
      ? `Missing required field: ${field}`
      : `Invalid value for ${field}: ${issue?.message ?? ""}`,
  );
}

/** Ids arrive as numbers or, in a query, as text. */
export const idField = z.coerce.number().int().positive();
/** A flag in a query. */
export const queryFlag = z.stringbool().optional();
