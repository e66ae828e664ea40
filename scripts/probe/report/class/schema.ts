import { z } from "zod";
import { count, excluded, metric, obstacle, p, verdict } from "../metric-schema";

const pooledMetric = metric.extend({
  moreSeats: count.optional().describe("That would probably settle an inconclusive measure."),
  seats: z
    .object({ difference: count, within: count, inconclusive: count, chance: z.number() })
    .describe("What the seats would have said alone; chance: how many would call a difference."),
  growth: z
    .array(z.object({ seats: count, finds: p, within: p }))
    .optional()
    .describe(
      "Simulated classes drawn from these seats: the share that finds a difference as large as the margin, and that ends within it where nothing differs.",
    ),
});

const seat = z.object({
  slug: z.string(),
  state: z.enum([
    "counted",
    "none",
    "unfinished",
    "other questions",
    "somebody else's",
    "copies",
    "damaged",
    "too large",
    "not read",
  ]),
  reason: z.string().nullable(),
  answers: count.describe("To questions without an instruction."),
  verdict: verdict.nullable().describe("Of its answers alone."),
});

/** Source of the published schema of `lab class report --json`. */
const classReport = z
  .object({
    schema: z.literal("rai-lab/class-report/1"),
    class: z.string(),
    layout: z.enum(["isolated", "shared"]),
    verdict: verdict.describe("Of all counted seats together, without an instruction (M0)."),
    sentence: z.string(),
    claim: z.enum(["the class", "these answers"]).describe("What the verdict is about."),
    scope: z.string().describe("The same in words."),
    alone: z.string().describe("What the seats would have said alone, in words."),
    counted: count.describe("Seats whose answers count."),
    smallestP: p.describe("The smallest corrected p that so many seats can show; 0 for answers."),
    seats: z.array(seat),
    obstacles: z.array(obstacle),
    samples: count.describe("Answers with a text."),
    distinct: count.describe("Those that repeat no earlier answer of any seat."),
    excluded: z.array(excluded),
    metrics: z.array(pooledMetric),
    models: z.array(z.string()),
    files: z.object({ page: z.string(), json: z.string() }),
  })
  .describe("What the answers of a class show together. More fields may be added.");

/** The document of `lab class report --json`. */
export type ClassReportDocument = z.infer<typeof classReport>;

/** The JSON schema (draft 2020-12) in `schemas/class-report.schema.json`. */
export const classReportJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(classReport, { io: "input" }),
  $id: "urn:rai-lab:schema:class-report:1",
  title: "rai-lab/class-report/1",
});
