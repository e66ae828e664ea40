/**
 * How much longer than on an idle machine with two cores a test may take. A limit only ends what hangs, so it must
 * hold beside twenty other busy processes too.
 */
const FACTOR = Number(process.env["RAI_LAB_TEST_TIME_FACTOR"] ?? 12);

/**
 * A time limit in milliseconds, from the seconds that the work takes at most on an idle machine. Every limit of a test
 * comes from here; `RAI_LAB_TEST_TIME_FACTOR` changes them all.
 */
export const seconds = (onIdleMachine: number): number => onIdleMachine * 1000 * FACTOR;
