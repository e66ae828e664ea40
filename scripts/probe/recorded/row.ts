import { z } from "zod";
import { messageOf } from "../../../infra/errors";
import { ARMS } from "../text/lexicon";
import { BASELINE } from "../text/lexicon";

const name = z.union([z.string(), z.number()]).transform(String);

/** Schema of one recorded answer. The condition is M0 by default; a missing text is an outcome, not an error. */
const rowSchema = z.looseObject({
  occupation: z.string().trim().min(1),
  arm: z.enum(ARMS),
  text: z
    .string()
    .nullish()
    .transform((text) => text ?? ""),
  condition: name.nullish().transform((condition) => condition ?? BASELINE),
  sample: z
    .number()
    .int()
    .nonnegative()
    .nullish()
    .transform((sample) => sample ?? undefined),
  prompt: z
    .string()
    .nullish()
    .transform((prompt) => prompt ?? undefined),
  finish_reason: z
    .string()
    .nullish()
    .transform((reason) => reason ?? ""),
  pair: name.nullish().transform((pair) => pair ?? undefined),
});

/** One recorded answer. */
export interface Row {
  occupation: string;
  arm: (typeof ARMS)[number];
  text: string;
  condition: string;
  sample?: number;
  prompt?: string;
  finishReason: string;
  pair?: string;
}

const KNOWN = new Set(Object.keys(rowSchema.shape));

/** Parses one line: the answer with the names of its unused columns, or the reason why it is none. */
export function parseRow(line: string): { row: Row; unused: string[] } | { reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return { reason: `not JSON (${messageOf(error)})` };
  }
  const { success, data, error } = rowSchema.safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    const column = issue?.path.map((part) => `${String(part)}: `).join("") ?? "";
    return { reason: `${column}${issue?.message ?? "not an answer"}` };
  }
  const {
    occupation,
    arm,
    text,
    condition,
    sample,
    prompt,
    finish_reason: finishReason,
    pair,
  } = data;
  const row: Row = {
    occupation,
    arm,
    text,
    condition,
    sample,
    prompt,
    finishReason,
    pair,
  };
  return { row, unused: Object.keys(data).filter((key) => !KNOWN.has(key)) };
}
