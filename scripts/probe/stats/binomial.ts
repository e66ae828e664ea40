/**
 * Exact two-sided binomial test by the method of small p values: the sum of the probabilities of all outcomes at most
 * as likely as the one seen (as R's `binom.test` and `scipy.stats.binomtest`; the relative slack of 1e-7 is theirs).
 * `successes` of `trials` against the chance `probability`, strictly between 0 and 1. No trials: 1.
 */
export function binomialTest(successes: number, trials: number, probability: number): number {
  const logChance = (k: number): number =>
    logChoose(trials, k) + k * Math.log(probability) + (trials - k) * Math.log1p(-probability);
  const limit = logChance(successes) + Math.log1p(1e-7);
  let sum = 0;
  for (let k = 0; k <= trials; k++) {
    const log = logChance(k);
    if (log <= limit) sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/** Natural log of n over k, by the shorter product. */
function logChoose(n: number, k: number): number {
  const shorter = Math.min(k, n - k);
  let sum = 0;
  for (let i = 1; i <= shorter; i++) sum += Math.log((n - shorter + i) / i);
  return sum;
}
