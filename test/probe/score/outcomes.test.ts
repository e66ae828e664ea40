import { expect, test } from "vitest";
import { outcomeMetric } from "../../../scripts/probe/metrics/outcome";
import { outcomeStrataOf } from "../../../scripts/probe/score/outcomes";
import type { ScorableAnswer } from "../../../scripts/probe/score/scored-text";
import { normalDraw } from "../../../scripts/probe/stats/normal";
import { randomOf, randomsOf } from "../../../scripts/probe/stats/random";

/** An answer with a value, as far as the strata of a column read it. */
const answer = (
  arm: "female" | "male",
  value: number | undefined,
  more: Partial<ScorableAnswer> = {},
): ScorableAnswer => ({
  type: "answer",
  id: "",
  condition: "M0",
  occupation: "clerk",
  arm,
  index: 0,
  block: 0,
  prompt: "",
  text: "",
  finishReason: "",
  refusal: null,
  model: "",
  fingerprint: null,
  region: null,
  at: "",
  outcomes: value === undefined ? {} : { rating: value },
  ...more,
});
const strata = (answers: readonly ScorableAnswer[]) => outcomeStrataOf(answers, "M0", "rating");

test("a cluster in one arm is one observation, a cluster in both is a pair, a missing value is none", () => {
  const nested = strata([
    answer("female", 1, { cluster: "a" }),
    answer("female", 3, { cluster: "a" }),
    answer("female", 5),
    answer("female", undefined),
    answer("male", 7, { cluster: "b" }),
    answer("male", 7, { condition: "M1" }),
  ]);
  expect(nested[0]!.female.map(({ outcome }) => outcome)).toEqual([2, 5]);
  expect(nested[0]!.male.map(({ outcome }) => outcome)).toEqual([7]);
  const crossed = strata([
    answer("female", 1, { cluster: "a" }),
    answer("male", 2, { cluster: "a" }),
    answer("male", 9, { cluster: "alone" }),
  ]);
  expect(crossed[0]!.female).toMatchObject([{ outcome: 1, pair: "a" }]);
  expect(crossed[0]!.male).toMatchObject([{ outcome: 2, pair: "a" }]);
});

const RUNS = 400;
/** The upper 99 % limit of the share of alarms among `RUNS` at an error of .05 (normal approximation). */
const LIMIT = 0.05 + 2.33 * Math.sqrt((0.05 * 0.95) / RUNS);

/** The share of runs with p < .05 when nothing differs: answers share a strong effect of their cluster. */
function alarms(counted: string | undefined, layout: "nested" | "crossed" | "ignored"): number {
  let found = 0;
  for (let run = 0; run < RUNS; run++) {
    const random = randomOf(run, `own column ${layout}`);
    const answers = Array.from({ length: 24 }, (_, cluster) => cluster).flatMap((cluster) => {
      const effect = normalDraw(random);
      return Array.from({ length: 4 }, (_, k) => {
        const arm = (layout === "crossed" ? k : cluster) % 2 === 0 ? "female" : "male";
        const value = effect + 0.5 * normalDraw(random);
        return answer(arm, counted === undefined ? value : Number(value > 0.3), {
          occupation: `job ${Math.floor(cluster / 12)}`,
          cluster: layout === "ignored" ? undefined : String(cluster),
        });
      });
    });
    const measurement = outcomeMetric({ column: "rating", counted }).measure(strata(answers))!;
    if (measurement.test(randomsOf(run, layout), 199).p < 0.05) found++;
  }
  return found / RUNS;
}

test.each([
  ["numbers", undefined],
  ["yes and no", "yes"],
] as const)(
  "shuffled arms alarm in 5 %% of runs for %s, although the answers of a cluster are alike",
  (_, counted) => {
    expect(alarms(counted, "nested")).toBeLessThan(LIMIT);
    expect(alarms(counted, "crossed")).toBeLessThan(LIMIT);
    // Counted as independent they alarm: the test can fail.
    expect(alarms(counted, "ignored")).toBeGreaterThan(0.15);
  },
);
