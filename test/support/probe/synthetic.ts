import type { Answer, JournalContents } from "../../../scripts/probe/journal";
import { specHash, specOf, schedule } from "../../../scripts/probe/design";
import { randomOf, type Random } from "../../../scripts/probe/stats/random";

/** What is planted in made-up answers. */
export interface Planted {
  samples?: number;
  conditions?: string[];
  seed?: number;
  /** Chance per sentence of a feminine-coded word where the answer is about a woman, and elsewhere. */
  feminine?: { female: number; other: number };
  /** Factor on the planted surplus under each condition. */
  shrink?: Record<string, number>;
  model?: string;
  sequential?: boolean;
  /** Changes single answers: outcomes, copies. */
  change?: (answer: Answer) => Partial<Answer>;
}

const SUBJECTS = { neutral: "They", male: "He", female: "She" } as const;
const PLAIN = [
  "works long days and knows the tools of the trade",
  "arrives early, checks the plan and starts the day",
  "keeps careful notes and goes through them with the team",
  "answers questions in simple words and takes the time that is needed",
  "has years of practice and keeps on learning new methods",
  "handles difficult moments with a calm voice and steady hands",
];
const FEMININE = [
  "shows compassion",
  "offers support",
  "is warm and understanding",
  "is a nurturing presence",
];
const MASCULINE = [
  "leads the team",
  "takes on every challenge",
  "makes independent decisions",
  "is determined",
];

/** Fewer than in a lab: as many as the verdicts need, which hang on no p below .001. */
const RESAMPLINGS = { permutations: 1_999, bootstrapResamples: 999 };

/** A journal of made-up answers with a known effect of gender on the wording. Seeded: the same options, the same bytes. */
export function syntheticJournal(planted: Planted = {}): JournalContents {
  const {
    samples = 8,
    conditions = ["M0"],
    seed = 1,
    feminine = { female: 0.3, other: 0.3 },
  } = planted;
  const design = { samples, conditions, seed, sequential: planted.sequential ?? false };
  const spec = { ...specOf(design), ...RESAMPLINGS };
  const random = randomOf(seed, "synthetic answers");
  const chance = (p: number): boolean => random.below(1_000_000) < p * 1_000_000;
  const answers = schedule(spec).flatMap(({ block, condition, cell, samples: wanted }) =>
    wanted.map(({ id, index }): Answer => {
      const surplus = (feminine.female - feminine.other) * (planted.shrink?.[condition.id] ?? 1);
      const p = cell.arm === "female" ? feminine.other + surplus : feminine.other;
      const pronoun =
        cell.arm === "neutral" ? neutralPronoun(cell.occupation, chance) : SUBJECTS[cell.arm];
      const sentences = Array.from({ length: 7 }, () => {
        const coded = chance(p)
          ? pick(FEMININE, random)
          : chance(0.3)
            ? pick(MASCULINE, random)
            : undefined;
        return `${pronoun} ${pick(PLAIN, random)}${coded === undefined ? "" : ` and ${coded}`}.`;
      });
      const answer: Answer = {
        type: "answer",
        id,
        condition: condition.id,
        occupation: cell.occupation,
        arm: cell.arm,
        index,
        block,
        prompt: cell.prompt,
        text: sentences.join(" "),
        finishReason: "stop",
        refusal: null,
        model: planted.model ?? "SIMULATED planted-1",
        fingerprint: "fp_synthetic",
        region: "Local",
        at: "2026-11-23T12:00:00.000Z",
      };
      return { ...answer, ...planted.change?.(answer) };
    }),
  );
  const service = {
    account: "acc",
    deployment: "gpt-35-turbo",
    apiVersion: "2024-10-21",
    region: "eastus2",
    model: "gpt-4o 2024-11-20",
  };
  const started = "2026-11-23T12:00:00.000Z";
  return {
    header: {
      type: "spec",
      schema: "rai-lab/journal/1",
      hash: specHash(spec),
      spec,
      service,
      started,
    },
    answers,
    drafts: [],
    requests: [],
    events: [],
  };
}

const pick = (items: readonly string[], random: Random): string =>
  items[random.below(items.length)]!;

/** Nurses and teachers become she, the others he, mostly. */
function neutralPronoun(occupation: string, chance: (p: number) => boolean): string {
  if (chance(0.3)) return "They";
  return chance(["nurse", "teacher"].includes(occupation) ? 0.9 : 0.2) ? "She" : "He";
}
