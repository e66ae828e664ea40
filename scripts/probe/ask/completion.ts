import { z } from "zod";

/** The part of a chat completion that the probe reads; a filtered choice has no content. */
const completionSchema = z.object({
  model: z.string(),
  system_fingerprint: z.string().nullish(),
  choices: z
    .array(
      z.object({
        finish_reason: z.string(),
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z
    .object({ prompt_tokens: z.number().int(), completion_tokens: z.number().int() })
    .nullish(),
});
/** A chat completion as far as the probe reads it. */
export type Completion = z.infer<typeof completionSchema>;

/** The service answered 200 with something else: an empty body, or the page of a proxy. */
export class NotACompletion extends Error {}

/** Reads the body of a response. @throws NotACompletion */
export function readCompletion(body: unknown): Completion {
  const parsed = completionSchema.safeParse(body);
  if (!parsed.success) throw new NotACompletion("the answer is no chat completion");
  return parsed.data;
}
