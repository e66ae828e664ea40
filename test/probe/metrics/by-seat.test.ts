import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { drawClass, findIn, SCORE } from "../../../bench/class-report/calibration";
import { distinguishability } from "../../../scripts/probe/metrics/distinguishability";
import { measureBySeat, seatsIn } from "../../../scripts/probe/metrics/by-seat";
import type { SeatTexts, TextStratum } from "../../../scripts/probe/metrics/metric";
import { salience } from "../../../scripts/probe/metrics/salience";
import { randomOf, randomsOf } from "../../../scripts/probe/stats/random";
import { pythonFor } from "../../support/python";
import { seconds } from "../../support/time-limits";

const WORDS = "calm busy team plans tools early notes simple years stereotype".split(" ");

/** Seats whose answers about women have a word more often than those about men. */
function seatsWithWord(count: number, share: number): SeatTexts[] {
  const random = randomOf(3, "words of seats");
  const texts = (seat: string, more: number) =>
    Array.from({ length: 5 }, (_, index) => ({
      ...{ seat, index },
      words: [
        ...Array.from({ length: 6 }, () => WORDS[random.below(WORDS.length)]!),
        ...(random.below(1_000) < 1_000 * more ? ["warm"] : []),
      ],
    }));
  return Array.from({ length: count }, (_, k) => {
    const seat = `s${String(k).padStart(2, "0")}`;
    const strata = ["nurse", "chef", "cook"].map((name) => ({
      ...{ name, neutral: texts(seat, 0.3) },
      female: texts(seat, share),
      male: texts(seat, 0.3),
    }));
    return { seat, strata };
  });
}

const pooledOf = (seats: readonly SeatTexts[]): TextStratum[] =>
  seats[0]!.strata.map(({ name }, k) => ({
    name,
    neutral: seats.flatMap(({ strata }) => strata[k]!.neutral),
    female: seats.flatMap(({ strata }) => strata[k]!.female),
    male: seats.flatMap(({ strata }) => strata[k]!.male),
  }));

/** What seats.py computes, by other people's code. */
interface Theirs {
  effect: number;
  interval: number[];
  p: { joint: number; mean: number };
  upper: number;
  aucs: number[];
}

test(
  "numpy, scipy and scikit-learn find the same of whole seats",
  async (context) => {
    const python = await pythonFor("test", context);
    const simulated = { seats: 9, perCell: 6, variation: 0.3, effect: 0.35 };
    const drawn = drawClass(simulated, randomOf(8, "oracle"));
    const worded = seatsWithWord(7, 0.9);
    const input = {
      scores: drawn.seats.map(({ strata }) =>
        strata.map(({ female, male }) => [female, male].map((arm) => arm.map((t) => t.compound))),
      ),
      texts: worded.flatMap(({ strata }, seat) =>
        strata.flatMap(({ name, female, male }) =>
          [female, male].flatMap((arm, k) =>
            arm.map(({ words }) => ({ words, seat, occupation: name, female: 1 - k })),
          ),
        ),
      ),
    };
    const theirs = JSON.parse(
      execFileSync(python, [join(__dirname, "seats.py")], {
        input: JSON.stringify(input),
        encoding: "utf8",
      }),
    ) as Theirs;
    const near = (ours: number, other: number): void => {
      expect(Math.abs(ours - other)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(other)));
    };
    const ours = measureBySeat(SCORE, drawn.pooled, drawn.seats)!;
    near(ours.effect, theirs.effect);
    ours
      .interval(new Float64Array(0), 0.95)
      .forEach((end, side) => near(end, theirs.interval[side]!));
    // All 511 signs: nothing is drawn.
    const { p, statistics } = ours.test(randomsOf(1, "p"), 9_999);
    near(p, theirs.p.joint);
    near(statistics.mean, theirs.p.mean);
    expect(ours.spread!.upper(0.05)).toBeCloseTo(theirs.upper, 5);
    const told = distinguishability.measureSeats!(worded);
    near(told.effect, theirs.aucs.reduce((sum, auc) => sum + auc, 0) / theirs.aucs.length);
  },
  seconds(30),
);

test("a word of one arm is found by a classifier that never saw the seat, and chance is not", () => {
  const found = distinguishability.measureSeats!(seatsWithWord(8, 1));
  expect(found.effect).toBeGreaterThan(0.7);
  expect(found.test(randomsOf(1, "p"), 999).p).toBeLessThanOrEqual(6 / 256);
  const [low, high] = found.interval(new Float64Array(0), 0.95);
  expect(low).toBeGreaterThan(0.5);
  expect(high).toBeLessThanOrEqual(1);
  const none = distinguishability.measureSeats!(seatsWithWord(8, 0.3));
  expect(none.test(randomsOf(1, "p"), 999).p).toBeGreaterThan(0.05);
  expect(none.spread!.upper(0.05)).toBeGreaterThan(none.spread!.estimate);
});

test("shares that no seat has are not known to be equal: their variance is not 0", () => {
  const silent = seatsWithWord(6, 0.3).map(({ seat, strata }) => {
    const without = (texts: TextStratum["female"]) =>
      texts.map((text) => ({ ...text, words: ["plans"] }));
    return {
      seat,
      strata: strata.map((one) => ({
        ...one,
        female: without(one.female),
        male: without(one.male),
      })),
    };
  });
  const found = measureBySeat(salience, pooledOf(silent), silent)!;
  expect(found.effect).toBe(0);
  expect(found.standardError).toBeGreaterThan(0);
  expect(found.interval(new Float64Array(0), 0.9)[1]).toBeGreaterThan(0);
});

test("texts are put together by seat, and a seat with one arm alone says nothing", () => {
  const seats = seatsWithWord(3, 0.3);
  const pooled = pooledOf(seats).map((stratum) => ({
    ...stratum,
    male: stratum.male.filter(({ seat }) => seat !== "s01"),
  }));
  expect(seatsIn(pooled).map(({ seat }) => seat)).toEqual(["s00", "s02"]);
  expect(seatsIn(pooled)[0]!.strata).toEqual(seats[0]!.strata);
});

test("seats that differ by .3 g raise no false alarms, where labels permuted over answers do", () => {
  const simulated = { seats: 12, perCell: 8, variation: 0.3, effect: 0 };
  const found = findIn(simulated, 100, 199, 3);
  // 5 of 100 by chance; 12 is 3 standard errors above.
  expect(found.bySeat).toBeLessThanOrEqual(0.12);
  expect(found.byAnswer).toBeGreaterThan(0.12);
  expect(found.coverage).toBeGreaterThan(0.88);
});
