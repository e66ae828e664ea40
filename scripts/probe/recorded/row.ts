import { z } from "zod";
import { messageOf } from "../../../infra/errors";
import { parseStrictJson } from "../../base/strict-json";
import { ARMS, BASELINE } from "../text/lexicon";

/** A column that may be null or missing, with the value it then has. */
const optional = <T extends z.ZodType, D>(column: T, missing: D) =>
  column.nullish().transform((value) => value ?? missing);

const name = z.union([z.string(), z.number()]).transform(String);

/**
 * Schema of one recorded answer. The condition is M0 by default; a missing text is an outcome, not
 * an error.
 */
const rowSchema = z.object({
  occupation: z.string().trim().min(1),
  arm: z.enum(ARMS),
  text: optional(z.string(), ""),
  condition: optional(name, BASELINE),
  sample: optional(z.number().int().nonnegative(), undefined),
  prompt: optional(z.string(), undefined),
  finish_reason: optional(z.string(), ""),
  pair: optional(name, undefined),
  cluster: optional(name, undefined),
  /** Names in the text, which are masked in all texts. */
  names: optional(z.union([z.string(), z.array(z.string())]), undefined),
});

/** One recorded answer. */
export type Row = z.infer<typeof rowSchema>;

const KNOWN = new Set(Object.keys(rowSchema.shape));

/** Parses one line: the answer with the names of its unused columns, or the reason why it is none. */
export function parseRow(line: string): { row: Row; unused: string[] } | { reason: string } {
  let value: unknown;
  try {
    value = parseStrictJson(line);
  } catch (error) {
    return { reason: `not JSON (${messageOf(error)})` };
  }
  const { success, data: row, error } = rowSchema.safeParse(value);
  if (success)
    return { row, unused: Object.keys(value as object).filter((key) => !KNOWN.has(key)) };
  const [issue] = error.issues;
  const column = issue?.path.map((part) => `${String(part)}: `).join("") ?? "";
  return { reason: `${column}${issue?.message ?? "not an answer"}` };
}
