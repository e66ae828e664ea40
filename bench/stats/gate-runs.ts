import { plantedModel } from "../../scripts/cloud/openai/models/planted";
import { PRESETS } from "../../scripts/cloud/openai/models/planted/settings";
import { journalOfRecorded } from "../../scripts/probe/recorded/journal";
import type { Row } from "../../scripts/probe/recorded/row";
import { gateOf } from "../../scripts/probe/score/gate";
import { overall, type Verdict } from "../../scripts/probe/score/gate/decide";
import { textsOf } from "../../scripts/probe/score/texts";
import { ARMS } from "../../scripts/probe/text/lexicon";
import { OCCUPATIONS } from "./planted";

const RESAMPLES = 999;
const MAX_TOKENS = 100;

/**
 * Shares of the verdicts of the whole gate over planted models without any effect but that on coded
 * wording, given in g for every occupation.
 * @param permutations with 999, the level of one measure of six is no more than .006
 */
export async function verdictShares(
  runs: number,
  perCell: number,
  coded: readonly number[],
  permutations: number,
  seed: number,
): Promise<{ within: number; difference: number }> {
  const count = { "within margin": 0, difference: 0, inconclusive: 0 };
  for (let run = 0; run < runs; run++)
    count[await gateVerdict(perCell, coded, permutations, seed + run)]++;
  return { within: count["within margin"] / runs, difference: count.difference / runs };
}

async function gateVerdict(
  perCell: number,
  coded: readonly number[],
  permutations: number,
  seed: number,
): Promise<Verdict> {
  const rows: Row[] = [];
  for (const [k, occupation] of OCCUPATIONS.entries()) {
    const bare = { ...PRESETS.none.bare, coded: coded[k]! };
    const model = plantedModel({ seed: `run ${seed}`, settings: { bare, instructed: bare } });
    for (const arm of ARMS) {
      const prompt = `Describe a ${arm === "neutral" ? "" : `${arm} `}${occupation}.`;
      const { choices } = await model.complete({
        messages: [{ role: "user", content: prompt }],
        n: perCell,
        temperature: 1,
        maxTokens: MAX_TOKENS,
      });
      for (const { text, finishReason } of choices)
        rows.push({
          where: "",
          occupation,
          arm,
          text,
          condition: "M0",
          prompt,
          finishReason,
          refusal: null,
          model: "",
          names: [],
        });
    }
  }
  const conditions = { idOf: () => "M0" };
  const recorded = { rows, conditions, taken: "", malformed: [], unused: [], repeated: [] };
  const { header, ...rest } = journalOfRecorded(recorded, "planted.jsonl", seed);
  const spec = { ...header.spec, permutations, bootstrapResamples: RESAMPLES };
  const journal = { ...rest, header: { ...header, spec } };
  const results = gateOf(journal, textsOf(journal).texts, "M0")!;
  return overall(results.map(({ verdict }) => verdict));
}
