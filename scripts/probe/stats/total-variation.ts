/** Total variation distance of two distributions over the same outcomes: half the sum of absolute differences, in [0, 1]. */
export const totalVariation = (p: readonly number[], q: readonly number[]): number =>
  p.reduce((sum, share, index) => sum + Math.abs(share - q[index]!), 0) / 2;
