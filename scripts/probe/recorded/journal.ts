import { basename } from "node:path";
import { groupBy } from "../../base/group-by";
import { Numbering } from "../../base/numbering";
import { specHash, specOf, type Spec } from "../design";
import { outcomeId } from "../metrics/outcome";
import { FOLDS } from "../stats/naive-bayes";
import { ARMS, BASELINE, type Cell } from "../text/lexicon";
import { baseOf, isMarker } from "../text/masking";
import type { ScorableJournal, ScorableAnswer } from "../score/texts";
import { tokenize } from "../text/tokenize";
import { malformedText, type Recorded } from "./read";
import type { Row } from "./row";

/**
 * Recorded answers in the form of a journal. Every occupation is a stratum; the specification is the
 * probe's own, with the questions found in the file. It does not depend on the time or the machine.
 */
export function journalOfRecorded(recorded: Recorded, file: string, seed: number): ScorableJournal {
  const { rows } = recorded;
  const indices = foldIndices(rows);
  const spec = specFor(recorded, seed);
  return {
    header: {
      type: "spec",
      schema: "rai-lab/journal/1",
      hash: specHash(spec),
      spec,
      service: {
        account: "recorded answers",
        deployment: basename(file),
        apiVersion: "–",
        region: "–",
        model: "not recorded",
      },
      started: "not recorded",
    },
    answers: rows.map((row, k) => answerOf(row, indices[k]!)),
    drafts: [],
    requests: [],
    events: [],
    recorded: {
      file: basename(file),
      taken: recorded.taken,
      notes: notesOf(recorded),
      isWithoutTexts: recorded.isWithoutTexts,
    },
    mask: wordsToMask(rows.flatMap(({ names }) => names)),
  };
}

/** The words of names as the mask reads them, each once. */
export const wordsToMask = (names: readonly string[]): string[] =>
  [...new Set(names.flatMap(tokenize).map(baseOf))].sort();

const cellOf = ({ condition, occupation, arm }: Row): string =>
  JSON.stringify([condition, occupation, arm]);

/**
 * Number of each answer within its cell, in the order of the file; it assigns the answer to a fold.
 * Small cells begin at the number of their occupation: otherwise all would lie in the same folds,
 * and a classifier would have nothing to learn from.
 */
function foldIndices(rows: readonly Row[]): number[] {
  const sizes = new Map([...groupBy(rows, cellOf)].map(([cell, own]) => [cell, own.length]));
  const occupations = [...new Set(rows.map(({ occupation }) => occupation))];
  const ranks = new Map(occupations.map((occupation, rank) => [occupation, rank]));
  const next = new Map<string, number>();
  const pairs = new Numbering<string>();
  return rows.map((row) => {
    // The two answers of a pair share a fold: otherwise one would be in the other's training set.
    if (row.pair !== undefined) return pairs.of(JSON.stringify([row.occupation, row.pair]));
    const cell = cellOf(row);
    const first = sizes.get(cell)! < FOLDS ? ranks.get(row.occupation)! : 0;
    const index = next.get(cell) ?? first;
    next.set(cell, index + 1);
    return index;
  });
}

function answerOf(row: Row, index: number): ScorableAnswer {
  const { condition, occupation, arm, text, finishReason, refusal, model, pair, cluster } = row;
  return {
    type: "answer",
    id: `${condition}/${occupation}-${arm}/${index}`,
    condition,
    occupation,
    arm,
    index,
    block: 0,
    prompt: row.prompt ?? occupation,
    text,
    finishReason,
    refusal,
    model,
    fingerprint: null,
    region: null,
    at: "",
    pair,
    cluster,
    outcomes: row.outcomes,
    source: row.where,
  };
}

function specFor(recorded: Recorded, seed: number): Spec {
  const { rows, conditions, outcomes = [] } = recorded;
  const cells = new Map<string, Cell>();
  for (const { occupation, arm, prompt = "" } of rows) {
    const id = `${occupation}-${arm}`;
    if (!cells.has(id)) cells.set(id, { id, occupation, arm, prompt });
  }
  const occupations = [...new Set(rows.map(({ occupation }) => occupation))].sort();
  const ids = [...new Set([BASELINE, ...rows.map(({ condition }) => condition).sort()])];
  const answers = [...groupBy(rows, cellOf).values()];
  const samples = answers.reduce((most, { length }) => Math.max(most, length), 0);
  const own = specOf({ samples: 2, conditions: [BASELINE], seed });
  return {
    ...own,
    ...(outcomes.length > 0 && { outcomes, gate: [...own.gate, ...outcomes.map(outcomeId)] }),
    cells: occupations.flatMap((occupation) =>
      ARMS.flatMap((arm) => cells.get(`${occupation}-${arm}`) ?? []),
    ),
    conditions: ids.map((id) => ({
      id,
      name: (id === BASELINE ? conditions.baseline : id) ?? "as recorded",
      system: null,
    })),
    samples,
    blockSize: samples,
    looks: [samples],
  };
}

/** Notes on the file for the reader. */
function notesOf(recorded: Recorded): string[] {
  const { rows, malformed, unused, repeated, possible = [], isWithoutTexts } = recorded;
  const gendered = [...new Set(rows.map(({ occupation }) => occupation))].filter((one) =>
    tokenize(one).some(isMarker),
  );
  const withoutPrompt = rows.filter(({ prompt = "" }) => prompt.trim() === "").length;
  const notes: string[] = [];
  if (malformed.length > 0) {
    const records = malformed.length === 1 ? "record" : "records";
    notes.push(`${malformed.length} ${records} could not be read: ${malformedText(malformed)}.`);
  }
  if (repeated.length > 0)
    notes.push(
      `${repeated.length} records repeat an answer and were not counted again, the first in ${repeated[0]!}.`,
    );
  if (unused.length > 0) {
    const columns = unused.map(({ column, records }) => `${column} (${records})`);
    const hint = possible.length > 0 ? ` --outcome compares ${possible.join(" or ")}.` : "";
    notes.push(`Columns that were not used: ${columns.join(", ")}.${hint}`);
  }
  if (gendered.length > 0)
    notes.push(
      `Occupations that name a gender themselves (${gendered.slice(0, 3).join(", ")}) cannot be compared between the arms: name the occupation alone and the gender in "arm".`,
    );
  if (withoutPrompt > 0 && !isWithoutTexts)
    notes.push(
      `${withoutPrompt} of ${rows.length} answers come without their question ("prompt"): words that a question demands, beside its occupation, could not be left out and may look like a difference.`,
    );
  return notes;
}
