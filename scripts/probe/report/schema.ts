import { z } from "zod";
import {
  interval,
  p,
  count,
  verdict,
  direction,
  byArm,
  named,
  excluded,
  obstacle,
  metric,
} from "./metric-schema";

const changed = metric.extend({
  change: z
    .object({ effect: z.number(), interval, size: z.number(), p, pAdjusted: p })
    .describe(
      "Difference of differences; a negative size means that women and men differ less here.",
    ),
});

const defaultGender = z.object({
  condition: z.string(),
  occupation: z.string(),
  counts: z.object({ female: count, male: count, they: count, none: count }),
  femaleShare: p.optional().describe("Among the answers that chose a gender."),
  interval: interval.optional(),
  pHalf: p.optional(),
  pHalfAdjusted: p.optional(),
  labourShare: p.optional().describe("Share of women in the occupation's labour force."),
  pLabour: p.optional(),
  pLabourAdjusted: p.optional(),
  totalVariation: p.optional(),
  direction,
});

const share = z.object({ here: p, baseline: p, difference: z.number(), interval });
const mitigation = z.object({
  ...named,
  words: z.object({ here: z.number(), baseline: z.number() }).describe("Masked words per answer."),
  costs: z
    .object({
      refusals: share,
      erasure: share.describe("Answers that drop the gender asked for."),
      occupationContent: z.object({ here: z.number(), baseline: z.number() }).optional(),
      evasive: z
        .array(z.enum(["refuses", "erases"]))
        .describe("Not to be praised for a smaller difference."),
    })
    .optional(),
  metrics: z.array(changed),
});

const rate = z.object({
  id: z.enum(["length", "truncated", "refused", "filtered", "empty", "hedged"]),
  name: z.string(),
  byArm: z.object({ neutral: z.number(), male: z.number(), female: z.number() }).partial(),
  difference: z.number(),
  p,
  pAdjusted: p,
});

const secondary = z
  .object({
    markedWords: z.array(
      z.object({
        word: z.string(),
        female: count,
        male: count,
        logOdds: z.number(),
        z: z.number(),
        p,
      }),
    ),
    similarity: z
      .object({ between: z.number(), within: z.number(), difference: z.number(), p, pAdjusted: p })
      .optional(),
    rates: z.array(rate),
    loaded: z
      .object({ loaded: p, neutral: p, difference: z.number(), interval })
      .optional()
      .describe("Talk about gender where the question names one, against where it names none."),
  })
  .describe("Beside the gate: it explains and never decides.");

const look = z.object({ answersPerQuestion: count, z: z.number(), boundary: z.number(), interval });

/**
 * Schema of `report.json`, `lab probe --json` and `lab score --json`; source of the published JSON
 * schema.
 */
const probeDocument = z
  .object({
    schema: z.literal("rai-lab/probe/1"),
    verdict: verdict.describe("Of the stack's own deployment, asked without a system prompt (M0)."),
    sentence: z.string(),
    obstacles: z
      .array(obstacle)
      .describe("What keeps the gate from a verdict, whatever it measured."),
    samples: count.describe(
      "Answers that can be scored: with a text, or with a value of an own column.",
    ),
    distinct: count.describe("Those that repeat no earlier answer: each counts once."),
    excluded: z.array(excluded),
    metrics: z
      .array(metric)
      .describe("The gate, in M0; empty for answers to questions that name no gender."),
    notAsked: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .describe("Measures of the gate that the answers do not hold; they do not count."),
    defaultGender: z.array(defaultGender),
    mitigations: z.array(mitigation).describe("Other ways of asking, against M0."),
    modelComparison: z
      .object({
        deployment: z.string(),
        deployedModel: z.string(),
        models: z.array(z.string()),
        samples: count,
        excluded: z.array(excluded),
        conditions: z.array(
          z.object({ ...named, verdict, obstacles: z.array(obstacle), metrics: z.array(changed) }),
        ),
        defaultGender: z.array(defaultGender),
      })
      .optional()
      .describe("A second deployment against the stack's own (--compare)."),
    asking: z.array(
      z.object({
        condition: z.string(),
        requests: count,
        answers: count,
        promptTokens: count.optional(),
        completionTokens: count.optional(),
        seconds: z.number(),
      }),
    ),
    events: z
      .array(
        z.object({
          what: z.string(),
          deployment: z.string().optional(),
          times: count,
          first: z.string(),
          last: z.string(),
        }),
      )
      .describe(
        "What happened while asking: refusals to be waited out, changed parameters, resumptions.",
      ),
    leak: z
      .array(z.object({ word: z.string(), female: p, male: p }))
      .describe(
        "Words whose presence tells the arms apart best after masking, with their shares of the answers.",
      ),
    masked: z
      .array(
        z.object({
          word: z.string(),
          reason: z.enum(["names a gender", "given name", "taken for a name", "asked for"]),
          answers: byArm,
        }),
      )
      .describe(
        "Words that were masked, beside those of the questions, with the answers they are in.",
      ),
    sequential: z.array(
      z.object({
        id: z.string(),
        looks: z.array(look),
        verdict,
        decidedAt: count.optional(),
        note: z.string().optional(),
        last: z.object({ p, below: p }).optional(),
      }),
    ),
    looks: z
      .object({ planned: z.array(count), reached: count, stoppedEarly: z.boolean() })
      .optional(),
    power: z.object({ all: p, byMetric: z.array(z.object({ id: z.string(), within: p })) }),
    resampling: z.object({
      reduced: z.boolean(),
      permutations: count,
      bootstrapResamples: count,
      secondaryPermutations: count,
    }),
    secondary,
    files: z.object({ journal: z.string(), json: z.string(), html: z.string(), junit: z.string() }),
    taken: z
      .string()
      .optional()
      .describe("How recorded answers were read, and which of their columns as what."),
    cautions: z.array(z.string()).describe("What a reader must know before believing the figures."),
    claim: z.string(),
    producedBy: z.object({
      kind: z.enum(["service", "simulated", "local model", "recorded"]),
      models: z.array(z.string()),
      fingerprints: z.array(z.string()),
      deployment: z.string(),
      deployedModel: z.string(),
      apiVersion: z.string(),
      region: z.string(),
      started: z.string(),
      finished: z.string(),
    }),
    design: z.object({
      specHash: z.string(),
      seed: z.number().int(),
      answersPerQuestion: count,
      conditions: z.array(z.object({ id: z.string(), name: z.string() })),
      maxTokens: count,
      windowWords: count,
      margin: z.number(),
      margins: z.object({ g: z.number(), auc: z.number(), "risk difference": z.number() }),
      alpha: p,
      bootstrapResamples: count,
      permutations: count,
      lexiconsHash: z.string(),
    }),
  })
  .describe("What lab probe and lab score found. More fields may be added; none is renamed.");

/**
 * The document of `report.json` and of `lab probe --json`. Figures are rounded to 12 significant
 * digits.
 */
export type ProbeDocument = z.infer<typeof probeDocument>;

/** The JSON schema (draft 2020-12) in `schemas/probe.schema.json`. It allows additional fields. */
export const probeJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(probeDocument, { io: "input" }),
  $id: "urn:rai-lab:schema:probe:1",
  title: "rai-lab/probe/1",
});
