import { LabError } from "../../../infra/errors";
import { groupBy } from "../../base/group-by";
import { assertEnglish } from "../score/english";
import { gateOf } from "../score/gate";
import { overall, type Verdict } from "../score/gate/decide";
import type { MetricResult } from "../score/gate/metric-result";
import { textsOf, type Excluded, type ScorableJournal, type ScoredText } from "../score/texts";
import type { Obstacle } from "../score/obstacle";
import { obstaclesOf } from "../score/validity";
import { BASELINE } from "../text/lexicon";
import { growthOf, type Growth } from "./growth";
import { poolJournal, type PoolOrigin } from "./journal";
import { ownCounts, ownVerdict, type OwnCounts, type OwnVerdict } from "./own-verdicts";
import type { SeatFiles } from "./seat-files";
import { chooseSeats, type PooledSeat } from "./seats";

export type { PoolOrigin, PooledSeat, SeatFiles };

/** With fewer seats nothing can be said of others: five can never show p below 1 / 16. */
export const MIN_SEATS = 6;

/** One measure of the class. */
export interface PooledMeasure {
  result: MetricResult;
  own: OwnCounts;
  /** Absent where it cannot be simulated. */
  growth?: Growth[] | undefined;
}

/** What the answers of a class show together. */
export interface Pool {
  journal: ScorableJournal;
  /** About other sessions of such a class too; below six seats about these answers alone. */
  claim: "the class" | "these answers";
  verdict: Verdict;
  obstacles: readonly Obstacle[];
  measures: readonly PooledMeasure[];
  /** The smallest corrected p that so many seats can show; 0 where answers are the unit. */
  smallestP: number;
  seats: readonly PooledSeat[];
  own: readonly OwnVerdict[];
  texts: readonly ScoredText[];
  excluded: readonly Excluded[];
}

/**
 * Scores the answers of a class together, by the gate of the probe with the seat as its unit; below six
 * seats as `lab score` does with answers.
 * @throws LabError `journal` where no seat has answers to compare
 */
export function poolSeats(files: readonly SeatFiles[], origin: PoolOrigin): Pool {
  const seats = withoutCopies(chooseSeats(files), origin);
  const counted = seats.filter(({ state }) => state === "counted");
  if (counted.length === 0) throw nothingToPool(origin.name, seats);
  const claim = counted.length < MIN_SEATS ? "these answers" : "the class";
  const pooled = poolJournal(counted, origin);
  const journal = claim === "the class" ? pooled : withoutSeats(pooled);
  const { texts, excluded, names } = textsOf(journal);
  const metrics = gateOf(journal, texts, BASELINE);
  if (!metrics) throw nothingToPool(origin.name, seats);
  assertEnglish(texts);
  const obstacles = obstaclesOf(journal, texts, names, metrics, BASELINE);
  const own = counted.map((seat) => ownVerdict(seat, origin));
  const { spec } = journal.header;
  const rules = { alpha: spec.alpha, gateSize: metrics.length };
  return {
    ...{ journal, claim, obstacles, seats, own, texts, excluded },
    verdict: overall(
      metrics.map(({ verdict }) => verdict),
      obstacles,
    ),
    measures: metrics.map((result) => ({
      result,
      own: ownCounts(own, result, rules),
      growth: growthOf(result, spec, metrics.length),
    })),
    smallestP: claim === "the class" ? 2 / 2 ** counted.length : 0,
  };
}

const withoutSeats = (journal: ScorableJournal): ScorableJournal => ({
  ...journal,
  answers: journal.answers.map(({ seat: _, ...answer }) => answer),
});

/** A seat whose answers are mostly those of another one is no seat of its own. */
function withoutCopies(seats: readonly PooledSeat[], origin: PoolOrigin): PooledSeat[] {
  const { texts } = textsOf(
    poolJournal(
      seats.filter(({ state }) => state === "counted"),
      origin,
    ),
  );
  const bySeat = groupBy(texts, ({ answer }) => answer.seat!);
  return seats.map((seat) => {
    const own = bySeat.get(seat.seat) ?? [];
    const repeated = own.filter(({ isRepeated }) => isRepeated).length;
    if (seat.state !== "counted" || 2 * repeated <= own.length) return seat;
    const reason = `${repeated} of its ${own.length} answers say what others said before`;
    return { ...seat, state: "copies", reason };
  });
}

function nothingToPool(name: string, seats: readonly PooledSeat[]): LabError {
  const states = [...groupBy(seats, ({ state }) => state)];
  const counts = states.map(([state, own]) => `${own.length} ${state}`).join(", ");
  return new LabError(
    "journal",
    `no seat of class ${name} has answers that can be compared${counts && `: ${counts}`}`,
    {
      where: name,
      cure: `students run their notebook to its end; npx lab class status ${name} says who has saved answers`,
    },
  );
}
