import { expect, test } from "vitest";
import { specOf } from "../../../scripts/probe/design";
import { plannedPower } from "../../../scripts/probe/design/plan-power";
import { sequentialOf } from "../../../scripts/probe/score/sequential";
import { nullOf } from "../../../scripts/probe/metrics/metric";
import { randomOf } from "../../../scripts/probe/stats/random";
import { spreadMargin } from "../../../scripts/probe/score/gate/decide";
import { measureAll } from "../../../scripts/probe/score/gate";
import { sameEverywhere } from "../../../bench/stats/planted";

const power = (samples: number, sequential = false) =>
  plannedPower(specOf({ samples, conditions: ["M0"], seed: 1, sequential }));

test("40 per cell: a word list lands inside with probability .97, the classifier is the weakest", () => {
  const { all, byMetric } = power(40);
  const within = byMetric.map((metric) => metric.within);
  // At most 2 Φ(.4 / .1 − 1.645) − 1 = .9815, which is the mean alone; the typical size takes a little.
  expect(byMetric.find(({ id }) => id === "sentiment")!.within).toBeGreaterThan(0.96);
  expect(byMetric.find(({ id }) => id === "sentiment")!.within).toBeLessThan(0.9815);
  // At most Φ(.1 / (1.4 · .02905) − 1.645) = .792, at least its square.
  expect(Math.min(...within)).toBeGreaterThan(0.792 ** 2);
  expect(Math.min(...within)).toBeLessThan(0.792);
  expect(all).toBeCloseTo(0.6, 1);
});

test("more answers show more, looking on the way costs a little, and too few can show nothing", () => {
  expect(power(48).all).toBeGreaterThan(0.7);
  expect(power(40, true).all).toBeLessThan(power(40).all);
  expect(power(40, true).all).toBeGreaterThan(power(40).all - 0.07);
  expect(power(4).all).toBe(0);
});

test("agrees with what the metrics themselves do on texts without a difference", () => {
  const spec = specOf({ samples: 24, conditions: ["M0"], seed: 1 });
  const { byMetric } = plannedPower(spec);
  const runs = 60;
  const inside = new Map<string, number>();
  for (let run = 0; run < runs; run++)
    for (const { metric, measurement } of measureAll(sameEverywhere(randomOf(run, "power"), 24))) {
      const [low, high] = measurement.interval(
        measurement.replicates(randomOf(run, metric.id), 199),
        0.9,
      );
      const distance = Math.max(high - nullOf(metric.scale), metric.scale === "auc" ? 0 : -low);
      const oneSided = metric.scale === "auc";
      const limit = spreadMargin(spec.margins[metric.scale], oneSided);
      if (distance < spec.margins[metric.scale] && measurement.spread!.isBelow(limit, 0.05))
        inside.set(metric.id, (inside.get(metric.id) ?? 0) + 1);
    }
  // Three standard errors of 60 runs.
  for (const { id, within } of byMetric)
    expect(Math.abs(inside.get(id)! / runs - within), id).toBeLessThan(
      3 * Math.sqrt((within * (1 - within)) / runs) + 0.03,
    );
});

test("a sequential run lands inside at least as often as its last look promises", () => {
  const spec = specOf({ samples: 16, conditions: ["M0"], seed: 1, sequential: true });
  const { byMetric } = plannedPower(spec);
  const runs = 40;
  const inside = new Map<string, number>();
  for (let run = 0; run < runs; run++)
    for (const { id, verdict } of sequentialOf(
      sameEverywhere(randomOf(run, "power"), 16),
      spec,
      16,
    ))
      if (verdict === "within margin") inside.set(id, (inside.get(id) ?? 0) + 1);
  for (const { id, within } of byMetric) {
    const error = 3 * Math.sqrt((within * (1 - within)) / runs) + 0.03;
    expect((inside.get(id) ?? 0) / runs, id).toBeGreaterThan(within - error);
  }
});
