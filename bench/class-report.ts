/** Calibration of a class measured together, beside the test that takes answers for independent. */
import { type Figure, fivePercent, percent } from "./figures";
import { findIn, type Found } from "./class-report/calibration";
import { gateAlarms } from "./class-report/gate-runs";

const PER_CELL = 8;
/** In SDs of the answers to a question. */
const VARIATION = 0.3;
const SIZES = [6, 8, 12, 30];
const [RUNS, FLIPS] = [600, 499];
const EFFECTS = [0.2, 0.4];
const GATES = { runs: 60, seats: 12 };

/** Coverages that intervals at 95 % may have, in percent, and what a test by answers must exceed: issue 15. */
const COVERAGE = { least: 93, most: 97 };
const BY_ANSWER = { least: 15 };

/** Measures a class by its seats, and beside it by its answers. */
export async function benchClassReport(): Promise<readonly Figure[]> {
  const { runs, seats } = GATES;
  const gate = await gateAlarms(runs, seats, VARIATION, 1);
  return [
    ...SIZES.flatMap(figuresOf),
    percent(`the gate, ${seats} seats: false alarms by seat`, gate.bySeat, fivePercent(runs)),
    percent(`the gate, ${seats} seats: false alarms by answer`, gate.byAnswer),
  ];
}

/** One measure of classes whose seats differ by `VARIATION`. */
function figuresOf(seats: number): Figure[] {
  const find = (effect: number): Found =>
    findIn({ seats, perCell: PER_CELL, variation: VARIATION, effect }, RUNS, FLIPS, 1);
  const same = find(0);
  return [
    percent(`${seats} seats: false alarms by seat`, same.bySeat, fivePercent(RUNS)),
    percent(`${seats} seats: false alarms by answer, which must fail`, same.byAnswer, BY_ANSWER),
    percent(`${seats} seats: coverage`, same.coverage, COVERAGE),
    ...EFFECTS.flatMap((effect) => {
      const { bySeat, coverage, bound } = find(effect);
      const what = `${seats} seats, a true effect of ${effect} g`;
      return [
        percent(`${what}: found by seat`, bySeat),
        percent(`${what}: coverage`, coverage, COVERAGE),
        percent(`${what}: bound of the typical size`, bound, { least: 93 }),
      ];
    }),
  ];
}
