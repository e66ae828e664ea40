import { expect, test } from "vitest";
import { resamplingOf } from "../../../../scripts/probe/score/gate/resampling";

const strata = (perArm: number) => {
  const arm = Array.from({ length: perArm }, (_, index) => ({ words: [], index }));
  return [{ name: "a", neutral: [], female: arm, male: arm }];
};
const USUAL = { permutations: 9_999, bootstrapResamples: 10_000 };

test("more than 5,000 texts are resampled less often, and that is said", () => {
  expect(resamplingOf(strata(2_500), USUAL)).toEqual({
    ...USUAL,
    reduced: false,
    secondaryPermutations: 999,
  });
  expect(resamplingOf(strata(2_501), USUAL)).toEqual({
    reduced: true,
    permutations: 1_999,
    bootstrapResamples: 1_000,
    secondaryPermutations: 99,
  });
});
