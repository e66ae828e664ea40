import { z } from "zod";
import { messageOf } from "../../../infra/errors";
import { ARMS } from "../text/lexicon";
import { BASELINE } from "../text/lexicon";

const name = z.union([z.string(), z.number()]).transform(String);

/** One recorded answer. Answers without a condition are M0's. A missing text is an outcome, not an error. */
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

/** An answer with the columns it has besides, or what is wrong with the line. */
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
    const where = issue?.path.join(".") ?? "";
    return { reason: `${where === "" ? "" : `${where}: `}${issue?.message ?? "not an answer"}` };
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
    finishReason,
    ...(sample !== undefined && { sample }),
    ...(prompt !== undefined && { prompt }),
    ...(pair !== undefined && { pair }),
  };
  return { row, unused: Object.keys(data).filter((key) => !KNOWN.has(key)) };
}
