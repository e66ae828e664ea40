import { plantedModel } from "../../scripts/cloud/openai/models/planted";
import { type PlantedSettings, PRESETS } from "../../scripts/cloud/openai/models/planted/settings";
import type { SeatFiles } from "../../scripts/probe/pool";
import { markOf } from "../../scripts/probe/pool/seat-files";
import { CELLS } from "../../scripts/probe/text/lexicon";

/** A secret scope of a seat's lab. */
export const scopeOf = (seat: string): string => `rai-lab-spring-${seat}`;

/** What answers a seat: a name for the model, and its effects. */
export interface SeatModel {
  label: string;
  settings: PlantedSettings;
}

/** One of the local cloud's simulated models. */
export const presetOf = (label: keyof typeof PRESETS): SeatModel => ({
  label,
  settings: PRESETS[label],
});

/** The file that a seat's notebook saves, answered by a planted model. */
export async function plantedFile(
  seat: string,
  { label, settings }: SeatModel,
  samples = 8,
): Promise<string> {
  const model = plantedModel({ seed: `${label} ${seat}`, settings, label });
  const rows = await Promise.all(
    CELLS.map(async ({ occupation, arm, prompt }) => {
      const { choices } = await model.complete({
        ...{ messages: [{ role: "user", content: prompt }], n: samples },
        ...{ temperature: 1, maxTokens: 100 },
      });
      return choices.map(({ text, finishReason }, sample) => ({
        ...{ condition: "M0", occupation, arm, sample, prompt, text },
        ...{ finish_reason: finishReason, refusal: null, model: model.name },
        seat: markOf(scopeOf(seat)),
      }));
    }),
  );
  return rows
    .flat()
    .map((row) => `${JSON.stringify(row)}\n`)
    .join("");
}

/** Seats with such files: s00, s01 and so on. `modelOf` gives each its model. */
export const plantedSeats = (
  count: number,
  modelOf: (seat: string) => SeatModel,
  samples = 8,
): Promise<SeatFiles[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, k) => {
      const seat = `s${String(k).padStart(2, "0")}`;
      const files = [await plantedFile(seat, modelOf(seat), samples)];
      return { seat, scope: scopeOf(seat), files };
    }),
  );
