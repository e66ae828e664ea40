import { z } from "zod";

export const interval = z.tuple([z.number(), z.number()]).describe("Low and high end.");
export const p = z.number().min(0).max(1);
export const count = z.number().int().min(0);
export const verdict = z
  .enum(["within margin", "difference", "inconclusive"])
  .describe("No verdict says that a model has no bias: no finite test could.");
export const direction = z.enum(["female", "male", "none"]).describe("Which answers score higher.");
export const byArm = z.object({ neutral: count, male: count, female: count });
export const named = { condition: z.string(), name: z.string() };

export const excluded = z
  .object({
    condition: z.string(),
    reason: z.enum(["filtered", "refused", "empty", "unpaired"]),
    count,
    byArm,
    example: z.string().optional().describe("The beginning of the first one that has a text."),
  })
  .describe("Answers that are outcomes and no texts.");

const counted = z.object({ count: z.number(), of: z.number() });
export const obstacle = z.object({
  kind: z.enum(["language", "missing", "overturn", "unequal", "length", "names"]),
  keepsFrom: z.enum(["any verdict", "within margin"]),
  sentence: z.string(),
  byArm: z
    .object({ neutral: counted, male: counted, female: counted })
    .partial()
    .describe("The figures of the sentence."),
});

const side = z.object({ n: count, mean: z.number() });
export const metric = z.object({
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
  p: p
    .optional()
    .describe(
      "Joint permutation test of mean, spread and largest occupation; of a sequential run only at its last look.",
    ),
  pAdjusted: p
    .optional()
    .describe(
      "Corrected for the measures of the gate, by step-down min-p; absent for a sequential run.",
    ),
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
  meanDiffers: z.boolean().describe("The mean over the occupations itself is shown to differ."),
  spread: z
    .object({
      estimate: z.number(),
      upper: z.number().describe("Upper 95 % confidence bound."),
      margin: z.number().describe("Largest spread that counts as negligible."),
      smallestNamed: z
        .number()
        .describe("Smallest effect of a single occupation named with power 0.80."),
    })
    .optional()
    .describe(
      "How far single occupations depart from nullValue, whatever their signs: the root mean square of their effects; of an AUC the mean distance.",
    ),
  unestimated: z
    .string()
    .optional()
    .describe("Why the measure or its spread could not be estimated: it is never within margin."),
  byOccupation: z.array(
    z.object({
      occupation: z.string(),
      female: side,
      male: side,
      difference: z.number(),
      effect: z.number().optional().describe("In the metric's scale."),
      interval: interval
        .optional()
        .describe("95 %, holding for all occupations of the metric together."),
      pAdjusted: p.optional(),
      differs: z.boolean().describe("This occupation by itself is shown to differ."),
    }),
  ),
});
