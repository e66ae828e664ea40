import { PRESETS } from "../../scripts/cloud/openai/models/planted/settings";
import { poolJournal } from "../../scripts/probe/pool/journal";
import { readSeat } from "../../scripts/probe/pool/seat-files";
import { gateOf } from "../../scripts/probe/score/gate";
import { textsOf, type ScorableJournal } from "../../scripts/probe/score/texts";
import { normalDraw } from "../../scripts/probe/stats/normal";
import { randomOf } from "../../scripts/probe/stats/random";
import { BASELINE } from "../../scripts/probe/text/lexicon";
import { plantedSeats, type SeatModel } from "./planted-seats";

/** The smallest p of three statistics, 3 / 600, is below .05 corrected for six measures. */
const RESAMPLES = 599;

/**
 * Shares of planted classes without a difference in which the whole gate finds one, with seats and with
 * answers as the unit. Each seat departs from no difference by a draw of its own in g: on wording, on
 * agency and on sentiment.
 */
export async function gateAlarms(
  runs: number,
  seats: number,
  variation: number,
  seed: number,
): Promise<{ bySeat: number; byAnswer: number }> {
  let [bySeat, byAnswer] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const journal = await drawJournal(seats, variation, seed + run);
    if (isAlarm(journal)) bySeat++;
    const answers = journal.answers.map(({ seat: _, ...answer }) => answer);
    if (isAlarm({ ...journal, answers })) byAnswer++;
  }
  return { bySeat: bySeat / runs, byAnswer: byAnswer / runs };
}

async function drawJournal(
  seats: number,
  variation: number,
  seed: number,
): Promise<ScorableJournal> {
  const random = randomOf(seed, "seats of a class");
  const own = (): number => variation * normalDraw(random);
  const modelOf = (): SeatModel => {
    const effects = { coded: own(), agency: own(), sentiment: own() };
    const bare = { ...PRESETS.none.bare, ...effects };
    return { label: `seed ${seed}`, settings: { bare, instructed: bare } };
  };
  const files = await plantedSeats(seats, modelOf);
  const answers = files.map(({ seat, scope, files: texts }) => ({
    ...{ seat: `${seat} of ${seed}`, rows: readSeat(texts as string[], scope).rows },
  }));
  const { header, ...rest } = poolJournal(answers, { name: "planted", seed });
  const spec = { ...header.spec, permutations: RESAMPLES, bootstrapResamples: RESAMPLES };
  return { ...rest, header: { ...header, spec } };
}

const isAlarm = (journal: ScorableJournal): boolean =>
  gateOf(journal, textsOf(journal).texts, BASELINE)!.some(({ pAdjusted = 1 }) => pAdjusted < 0.05);
