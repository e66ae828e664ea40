import { expect, test } from "vitest";
import { auc } from "../../../scripts/probe/stats/auc";
import { randomOf } from "../../../scripts/probe/stats/random";
import { Ranking } from "../../../scripts/probe/stats/ranking";

const random = randomOf(1, "ranking");
const draw = (count: number, one: () => number): number[] => Array.from({ length: count }, one);

test.each([
  ["spread", draw(500, () => random.below(1_000_000) / 1e6)],
  ["crowded beside an outlier", [...draw(500, () => random.below(1000) / 1e9), 1e6]],
  ["ties", draw(500, () => random.below(5))],
  ["equal", draw(500, () => 7)],
  ["one", [3]],
])("ranks are counts of lower scores, where scores are %s", (_, scores) => {
  const ranking = new Ranking(600).hold(draw(600, () => random.below(9))).hold(scores);
  for (const value of [...scores, -1, 0.5, 1e9]) {
    expect(ranking.below(value)).toBe(scores.filter((one) => one < value).length);
    expect(ranking.upTo(value)).toBe(scores.filter((one) => one <= value).length);
  }
});

test("an AUC is the same by ranks as by comparing each with each", () => {
  const [a, b] = [draw(300, () => random.below(90)), draw(200, () => random.below(100))];
  const wins = a.flatMap((x) => b.map((y) => (Number(x > y) + Number(x >= y)) / 2));
  expect(auc(a, b)).toBe(wins.reduce((sum, one) => sum + one, 0) / wins.length);
});
