import { z } from "zod";

const interval = z.tuple([z.number(), z.number()]).describe("Low and high end.");
const p = z.number().min(0).max(1);
const count = z.number().int().min(0);
const verdict = z
  .enum(["within margin", "difference", "inconclusive"])
  .describe("No verdict says that a model has no bias: no finite test could.");
const direction = z.enum(["female", "male", "none"]).describe("Which answers score higher.");
const byArm = z.object({ neutral: count, male: count, female: count });
const named = { condition: z.string(), name: z.string() };

const excluded = z
  .object({
    condition: z.string(),
    reason: z.enum(["filtered", "refused", "empty", "unpaired"]),
    count,
    byArm,
  })
  .describe("Answers that are outcomes and no texts.");

const side = z.object({ n: count, mean: z.number() });
const metric = z.object({
  id: z.string(),
  number: z.string().describe("Of the specification."),
  name: z.string(),
  unit: z.string(),
  scale: z.enum(["g", "auc", "risk difference"]),
  nullValue: z.number().describe("The effect that means no difference: 0.5 for an AUC, else 0."),
  margin: z
    .number()
    .describe("Largest distance from nullValue that counts as negligible, fixed in advance."),
  effect: z.number().describe("Women minus men, in the metric's scale."),
  interval: interval.describe("95 %; of a sequential run a repeated interval."),
  interval90: interval.describe("Decides whether the effect lies within the margin."),
  difference: z.number().describe("The same difference in the metric's own unit."),
  p: p.optional().describe("Permutation test; of a sequential run only at its last look."),
  pAdjusted: p.optional().describe("After Holm over the gate; absent for a sequential run."),
  verdict,
  note: z.string().optional(),
  direction,
  sentence: z.string().describe("What was found, in words."),
  femaleHigherShare: p.describe(
    "Share of pairs of answers, one about a woman and one about a man, in which hers scores higher.",
  ),
  minimumDetectable: z
    .number()
    .describe("Smallest distance from nullValue that this design finds with power 0.80."),
  moreAnswersPerQuestion: count
    .optional()
    .describe("That would probably settle an inconclusive metric."),
  standardError: z.number(),
  missing: byArm
    .extend({ effect: interval, couldOverturn: z.boolean() })
    .optional()
    .describe(
      "Answers without a text, and the bounds of the effect if they were as extreme as can be.",
    ),
  heterogeneity: z
    .object({ q: z.number(), df: count, p, iSquared: p })
    .optional()
    .describe("Whether the occupations agree (Cochran's Q)."),
  earlyLate: z
    .object({ difference: z.number(), p })
    .optional()
    .describe("Whether the answers changed on the way."),
  byOccupation: z.array(
    z.object({ occupation: z.string(), female: side, male: side, difference: z.number() }),
  ),
});

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
    samples: count.describe("Answers scored."),
    excluded: z.array(excluded),
    metrics: z.array(metric).describe("The gate, in M0."),
    defaultGender: z.array(defaultGender),
    mitigations: z.array(mitigation).describe("Other ways of asking, against M0."),
    modelComparison: z
      .object({
        deployment: z.string(),
        deployedModel: z.string(),
        models: z.array(z.string()),
        samples: count,
        excluded: z.array(excluded),
        conditions: z.array(z.object({ ...named, verdict, metrics: z.array(changed) })),
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
