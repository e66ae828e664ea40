import { journalOfRecorded } from "../../../scripts/probe/recorded/journal";
import type { Row } from "../../../scripts/probe/recorded/row";
import { scoreJournal, type Score } from "../../../scripts/probe/score";
import { randomOf } from "../../../scripts/probe/stats/random";

/** How answers about women differ from those about men, by occupation: chance per sentence of a coded word. */
export interface PlantedEffect {
  female: { feminine: number; masculine: number };
  male: { feminine: number; masculine: number };
}

const PLAIN = [
  "keeps records of each task",
  "reads reports before each meeting",
  "orders supplies for the month",
  "checks the schedule twice",
  "meets the manager on Fridays",
  "knows the building well",
  "handles paperwork in the afternoon",
  "uses many tools and materials",
  "arrives early in the morning",
  "spends hours at a desk or on a site",
  "follows the rules of the workplace",
  "travels to other sites at times",
];
const FEMININE = [
  "is compassionate and supportive toward others",
  "nurtures trust with gentle words",
  "is warm and kind to people",
  "is sensitive to the needs of people",
];
const MASCULINE = [
  "dominates the field with decisive action",
  "takes on challenges and competes",
  "leads with independent and assertive moves",
  "is ambitious and confident in every task",
];

/** No difference: coded words in a quarter of the sentences of either arm. */
export const SAME: PlantedEffect = {
  female: { feminine: 0.25, masculine: 0.25 },
  male: { feminine: 0.25, masculine: 0.25 },
};
/** Women warm, men decisive. */
export const STEREOTYPE: PlantedEffect = {
  female: { feminine: 0.55, masculine: 0.05 },
  male: { feminine: 0.05, masculine: 0.55 },
};
/** The opposite. */
export const REVERSED: PlantedEffect = { female: STEREOTYPE.male, male: STEREOTYPE.female };

/** Recorded answers of two arms, `each` in an arm of every occupation. Seeded. */
export function recordedRows(
  effects: Readonly<Record<string, PlantedEffect>>,
  each: number,
  seed: number,
): Row[] {
  const random = randomOf(seed, "recorded answers");
  const pick = (items: readonly string[]): string => items[random.below(items.length)]!;
  const sentence = ({ feminine, masculine }: PlantedEffect["female"]): string => {
    const chance = random.below(1_000_000) / 1_000_000;
    if (chance < feminine) return pick(FEMININE);
    return pick(chance < feminine + masculine ? MASCULINE : PLAIN);
  };
  return Object.entries(effects).flatMap(([occupation, effect]) =>
    (["female", "male"] as const).flatMap((arm) =>
      Array.from({ length: each }, (): Row => {
        const sentences = Array.from({ length: 7 }, () => `This person ${sentence(effect[arm])}.`);
        return {
          where: "",
          occupation,
          arm,
          text: sentences.join(" "),
          condition: "M0",
          prompt: `Describe a ${arm} ${occupation}.`,
          finishReason: "",
          refusal: null,
          model: "",
          names: [],
        };
      }),
    ),
  );
}

/** Scores rows with few resamples. */
export function scoreRows(rows: readonly Row[], permutations = 399): Score {
  const recorded = {
    rows: [...rows],
    conditions: { idOf: () => "M0" },
    taken: "",
    malformed: [],
    unused: [],
    repeated: [],
  };
  const { header, ...rest } = journalOfRecorded(recorded, "answers.jsonl", 1);
  const spec = { ...header.spec, permutations, bootstrapResamples: 299 };
  return scoreJournal({ ...rest, header: { ...header, spec } });
}
