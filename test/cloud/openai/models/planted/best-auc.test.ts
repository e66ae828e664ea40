import { describe, expect, it } from "vitest";
import { type Effects, PRESETS } from "../../../../../scripts/cloud/openai/models/planted/settings";
import { bestAuc } from "../../../../../scripts/cloud/openai/models/planted/best-auc";

const none = PRESETS.none.bare;
const only = (effects: Partial<Effects>): Effects => ({ ...none, ...effects });

describe("bestAuc", () => {
  it("is a half when the arms do not differ", () => expect(bestAuc(none)).toBeCloseTo(0.5, 10));

  it("is what a hand computation gives for one binary difference", () => {
    // Shares .3 and .1 of one feature: AUC = ½ + (.3 − .1) / 2.
    expect(bestAuc(only({ salience: { neutral: 0, male: 0.1, female: 0.3 } }))).toBeCloseTo(
      0.6,
      10,
    );
  });

  it("is certain when every hobby tells the arm", () =>
    expect(bestAuc(only({ distinct: 1 }))).toBeCloseTo(1, 10));

  it("is near the normal curve's value for a moderate shift of counts, and the same in either direction", () => {
    // Φ(g/√2) for g = .6 is .664; counts of four slots come close to a normal score.
    expect(bestAuc(only({ coded: 0.6 }))).toBeCloseTo(0.664, 1);
    expect(bestAuc(only({ coded: 0.6 }))).toBeCloseTo(bestAuc(only({ coded: -0.6 })), 10);
  });

  it("rises from none over default to strong", () => {
    const values = [PRESETS.none, PRESETS.default, PRESETS.strong].map(({ bare }) => bestAuc(bare));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values[2]).toBeGreaterThan(0.95);
  });
});
