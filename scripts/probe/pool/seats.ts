import { groupBy } from "../../base/group-by";
import { CELLS } from "../text/lexicon";
import { readSeat, type ReadSeat, type SeatFiles, type SeatRow } from "./seat-files";

/** What of a seat counts, or why nothing does. */
export type SeatState =
  | "counted"
  | "none"
  | "unfinished"
  | "other questions"
  | "somebody else's"
  | "copies"
  | "damaged"
  | "too large"
  | "not read";

/** A seat and its part in the pool. */
export interface PooledSeat {
  seat: string;
  state: SeatState;
  /** Why it does not count; null where it does. */
  reason: string | null;
  /** Its answers to questions without an instruction. */
  rows: readonly SeatRow[];
}

/** Answers to every question that a seat needs: one cannot vary. */
const MIN_ANSWERS = 2;

const leftOut = (
  seat: string,
  state: SeatState,
  reason: string,
  rows: readonly SeatRow[] = [],
) => ({
  ...{ seat, state, reason, rows },
});

/**
 * Decides which seats are pooled. They must have answered the same questions, by the same model: those
 * of most seats, or of two that are equally frequent those of the lab. One that is not pooled says why.
 */
export function chooseSeats(seats: readonly SeatFiles[]): PooledSeat[] {
  const read = seats.map(readable);
  const whole = read.filter(({ state }) => state === "counted");
  const questions = usual(
    whole.map(({ rows }) => new Set(rows.map(questionOf))),
    new Set(CELLS.map(questionOf)),
  );
  const models = usual(
    whole.map(({ rows }) => modelsOf(rows)),
    new Set(),
  );
  return read.map((seat) => (seat.state === "counted" ? fitting(seat, questions, models) : seat));
}

function readable({ seat, scope, files }: SeatFiles): PooledSeat {
  if ("state" in files) return leftOut(seat, files.state, files.reason);
  const read = readSeat(files, scope);
  const problem = problemOf(read);
  if (problem) return leftOut(seat, ...problem, read.rows);
  return { seat, state: "counted", reason: null, rows: read.rows };
}

function problemOf({ rows, damaged, foreign }: ReadSeat): [SeatState, string] | undefined {
  if (damaged > 0) return ["damaged", `${damaged} of its lines are no answers`];
  if (foreign > 0) return ["somebody else's", `${foreign} answers bear the mark of another lab`];
  if (rows.length === 0) return ["none", "no answers without an instruction are saved"];
  return undefined;
}

const questionOf = (row: Pick<SeatRow, "occupation" | "arm" | "prompt">): string =>
  JSON.stringify([row.occupation, row.arm, row.prompt]);

/** The models that answered; of what a filter blocked, none is named. */
const modelsOf = (rows: readonly SeatRow[]): Set<string> =>
  new Set(rows.flatMap(({ model }) => model ?? []));

/** The set that holds most of the others; the preferred one of equally many. */
function usual(sets: readonly ReadonlySet<string>[], preferred: ReadonlySet<string>) {
  const holds = (one: ReadonlySet<string>): number =>
    sets.filter((other) => isWithin(other, one)).length;
  const distinct = groupBy(sets, (one) => JSON.stringify([...one].sort()));
  return [...distinct.values()]
    .map(([one]) => one!)
    .sort((a, b) => b.size - a.size)
    .reduce((best, one) => (holds(one) > holds(best) ? one : best), preferred);
}

const isWithin = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].every((value) => other.has(value));

function fitting(
  found: PooledSeat,
  questions: ReadonlySet<string>,
  models: ReadonlySet<string>,
): PooledSeat {
  const { seat, rows } = found;
  if (!rows.every((row) => questions.has(questionOf(row))))
    return leftOut(seat, "other questions", "its questions are not those of the class", rows);
  if (!isWithin(modelsOf(rows), models))
    return leftOut(seat, "other questions", "another model answered than in the class", rows);
  const counts = groupBy(rows, questionOf);
  const missing = [...questions].filter(
    (question) => (counts.get(question)?.length ?? 0) < MIN_ANSWERS,
  );
  if (missing.length === 0) return found;
  const reason = `${missing.length} of ${questions.size} questions have fewer than ${MIN_ANSWERS} answers`;
  return leftOut(seat, "unfinished", reason, rows);
}
