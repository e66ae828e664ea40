import type * as Zod from "zod";
import type { z } from "zod";
import type { Spec } from "../design";
import { ARMS } from "../text/lexicon";

/** The version of the format. */
export const SCHEMA = "rai-lab/journal/1";

/** The schemas of the lines. Zod is loaded with the first journal: recorded answers need none of it. */
function schemasOf() {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it takes 46 ms and 11 MiB; tests can require packages only
  const { z } = require("zod") as typeof Zod;
  /** The first line: the frozen specification and the deployment that is asked. */
  const headerSchema = z.object({
    type: z.literal("spec"),
    schema: z.literal(SCHEMA),
    hash: z.string(),
    spec: z.custom<Spec>((value) => typeof value === "object" && value !== null),
    service: z.object({
      account: z.string(),
      deployment: z.string(),
      apiVersion: z.string(),
      region: z.string(),
      /** The model in the configuration; every answer names the one that answered. */
      model: z.string(),
      /** The same for a second deployment. */
      comparedModel: z.string().optional(),
    }),
    started: z.string(),
  });

  /** One answer, or the outcome of a question without one. */
  const answerSchema = z.object({
    type: z.literal("answer"),
    /** Deterministic sample id; each counts once. */
    id: z.string(),
    /** The second deployment; absent for the stack's own. */
    deployment: z.string().optional(),
    condition: z.string(),
    occupation: z.string(),
    arm: z.enum(ARMS),
    index: z.number().int(),
    block: z.number().int(),
    prompt: z.string(),
    text: z.string(),
    /** `stop`, `length`, `content_filter` …; `prompt_filter` if the question itself was blocked. */
    finishReason: z.string(),
    /** The model's own refusal message, if it sent one. */
    refusal: z.string().nullable(),
    /** The model that answered, as the service names it. */
    model: z.string(),
    fingerprint: z.string().nullable(),
    region: z.string().nullable(),
    at: z.string(),
  });

  /** A first answer to be rewritten, which never counts: the answer of the same id does. */
  const draftSchema = answerSchema.extend({ type: z.literal("draft") });

  /** What one request cost. Written before its answers, so that no cost is lost. */
  const requestSchema = z.object({
    type: z.literal("request"),
    deployment: z.string().optional(),
    condition: z.string(),
    /** Answers or drafts of the request. */
    answers: z.number().int(),
    /** As the service counted them; null if it did not report them. */
    promptTokens: z.number().int().nullable(),
    completionTokens: z.number().int().nullable(),
    seconds: z.number(),
    at: z.string(),
  });

  /** An event of the run, such as a retry or a change of parameters. */
  const eventSchema = z.object({
    type: z.literal("event"),
    deployment: z.string().optional(),
    what: z.string(),
    at: z.string(),
  });

  /** Any line. */
  const lineSchema = z.discriminatedUnion("type", [
    headerSchema,
    answerSchema,
    draftSchema,
    requestSchema,
    eventSchema,
  ]);
  return { headerSchema, answerSchema, draftSchema, requestSchema, eventSchema, lineSchema };
}
type Schemas = ReturnType<typeof schemasOf>;

let schemas: Schemas | undefined;
/** Of any line. */
export const lineSchema = (): Schemas["lineSchema"] => (schemas ??= schemasOf()).lineSchema;

/** The first line of a journal. */
export type JournalHeader = z.infer<Schemas["headerSchema"]>;

/** A line with an answer. */
export type Answer = z.infer<Schemas["answerSchema"]>;

/** A line with a first answer to be rewritten. */
export type Draft = z.infer<Schemas["draftSchema"]>;

/** A line with the cost of a request. */
export type RequestLine = z.infer<Schemas["requestSchema"]>;

/** A line with an event of the run. */
export type JournalEvent = z.infer<Schemas["eventSchema"]>;

/** A line below the header. */
export type Line = Exclude<z.infer<Schemas["lineSchema"]>, JournalHeader>;
