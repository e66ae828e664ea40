/**
 * Exact two-sided binomial test: the sum of the probabilities of all outcomes that are at most as
 * likely as the observed one (the method of R's `binom.test` and `scipy.stats.binomtest`, with
 * their relative tolerance of 1e-7). 1 without trials.
 * @param probability of a success if the null hypothesis holds, strictly between 0 and 1
 * @example binomialTest(9, 10, 0.5) // ≈ 0.02148
 */
export function binomialTest(successes: number, trials: number, probability: number): number {
  const logProbability = (k: number): number =>
    logChoose(trials, k) + k * Math.log(probability) + (trials - k) * Math.log1p(-probability);
  const limit = logProbability(successes) + Math.log1p(1e-7);
  let sum = 0;
  for (let k = 0; k <= trials; k++) {
    const log = logProbability(k);
    if (log <= limit) sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/** Natural logarithm of n over k, by the shorter product. */
function logChoose(n: number, k: number): number {
  const shorter = Math.min(k, n - k);
  let sum = 0;
  for (let i = 1; i <= shorter; i++) sum += Math.log((n - shorter + i) / i);
  return sum;
}
