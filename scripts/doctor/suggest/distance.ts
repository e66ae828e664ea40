/**
 * How far a change leads away from the configuration as it is. The distance of a suggestion is the
 * sum over what it changes. What students see, and where their data goes, weighs more than what
 * only a machine sees.
 */
export const COSTS = {
  /** The api-version of the data plane. */
  apiVersion: 1,
  /** The openai package on the cluster. */
  library: 1,
  /** The first month of the budget. */
  budgetStart: 1,
  /** Another version of the same model. */
  version: 3,
  /** A machine of another family with as many cores. */
  family: 3,
  /** A machine with another number of cores. */
  cores: 4,
  /** Another kind of deployment: answers may be computed in other regions. */
  sku: 4,
  /** No budget. */
  budget: 4,
  /** Another region: the data lies elsewhere. */
  location: 6,
  /** Keys instead of sign-in without keys. */
  auth: 8,
  /** Another model: its answers are not comparable. */
  model: 10,
} as const;

const LOWER = 1;
const SHARE = 5;

/**
 * What a lower capacity costs: 1, and 5 for the whole of it.
 * @example lowerCapacityCost(20, 10) // 3.5
 */
export const lowerCapacityCost = (asked: number, given: number): number =>
  LOWER + (SHARE * (asked - given)) / asked;
