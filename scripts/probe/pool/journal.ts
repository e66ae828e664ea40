import { specHash, specOf, type Spec } from "../design";
import type { ScorableAnswer, ScorableJournal } from "../score/texts";
import { ARMS, BASELINE, type Cell } from "../text/lexicon";
import { groupBy } from "../../base/group-by";
import type { SeatRow } from "./seat-files";

/** A seat's answers that count. */
export interface SeatAnswers {
  seat: string;
  rows: readonly SeatRow[];
}

/** Where answers come from. */
export interface PoolOrigin {
  name: string;
  seed: number;
}

/** The answers of seats in the form of a journal, each with its seat. */
export function poolJournal(
  seats: readonly SeatAnswers[],
  { name, seed }: PoolOrigin,
): ScorableJournal {
  const answers = seats.flatMap(answersOf);
  const spec = specFor(answers, seed);
  return {
    header: {
      ...{ type: "spec", schema: "rai-lab/journal/1", hash: specHash(spec), spec },
      service: {
        ...{ account: name, deployment: name, apiVersion: "–", region: "–" },
        model: "not recorded",
      },
      started: "not recorded",
    },
    ...{ answers, drafts: [], requests: [], events: [] },
  };
}

function answersOf({ seat, rows }: SeatAnswers): ScorableAnswer[] {
  const next = new Map<string, number>();
  return rows.map((row) => {
    const { occupation, arm, prompt } = row;
    const cell = `${BASELINE}/${occupation}-${arm}`;
    const index = next.get(cell) ?? 0;
    next.set(cell, index + 1);
    return {
      ...{ type: "answer", id: `${cell}/${index}@${seat}`, condition: BASELINE },
      ...{ occupation, arm, prompt, index, block: 0, seat },
      ...{ text: row.text ?? "", finishReason: row.finish_reason ?? "stop" },
      ...{ refusal: row.refusal ?? null, model: row.model ?? "" },
      ...{ fingerprint: null, region: null, at: "" },
    };
  });
}

/** The probe's own specification, with the questions and the number of answers found. */
function specFor(answers: readonly ScorableAnswer[], seed: number): Spec {
  const cells = new Map<string, Cell>();
  for (const { occupation, arm, prompt } of answers) {
    const id = `${occupation}-${arm}`;
    cells.set(id, { id, occupation, arm, prompt });
  }
  const occupations = [...new Set(answers.map(({ occupation }) => occupation))].sort();
  const perQuestion = groupBy(answers, ({ seat, occupation, arm }) =>
    JSON.stringify([seat, occupation, arm]),
  );
  const samples = Math.max(2, ...[...perQuestion.values()].map(({ length }) => length));
  return {
    ...specOf({ samples: 2, conditions: [BASELINE], seed }),
    cells: occupations.flatMap((occupation) =>
      ARMS.flatMap((arm) => cells.get(`${occupation}-${arm}`) ?? []),
    ),
    ...{ samples, blockSize: samples, looks: [samples] },
  };
}
