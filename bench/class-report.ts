/** Calibration of a class measured together, beside the test that takes answers for independent. */
import { findIn } from "./class-report/calibration";
import { gateAlarms } from "./class-report/gate-runs";

const PER_CELL = 8;
/** In SDs of the answers to a question. */
const VARIATION = 0.3;
const SIZES = [6, 8, 12, 30];
const [RUNS, FLIPS] = [600, 499];
const EFFECTS = [0.2, 0.4];
const GATES = { runs: 60, seats: 12 };

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
/** Upper 97.5 % limit of a rate whose true value is 5 %. */
const bound = (runs: number): string => percent(0.05 + 1.96 * Math.sqrt((0.05 * 0.95) / runs));

/** Prints every figure with the bound that it must keep. */
export async function benchClassReport(): Promise<void> {
  const started = performance.now();
  for (const seats of SIZES) {
    const simulated = { seats, perCell: PER_CELL, variation: VARIATION, effect: 0 };
    const none = findIn(simulated, RUNS, FLIPS, 1);
    console.log(
      `${seats} seats that differ by ${VARIATION} g, one measure, ${RUNS} classes: false alarms by seat ${percent(none.bySeat)} (at most ${bound(RUNS)}), by answer ${percent(none.byAnswer)} (that test fails above 15 %); coverage of t at 95 % ${percent(none.coverage)} (93 to 97 %)`,
    );
    for (const effect of EFFECTS) {
      const found = findIn({ ...simulated, effect }, RUNS, FLIPS, 1);
      console.log(
        `  a true effect of ${effect} g: found by seat ${percent(found.bySeat)}; coverage ${percent(found.coverage)} (93 to 97 %), bound of the typical size ${percent(found.bound)} (at least 93 %)`,
      );
    }
  }
  const { runs, seats } = GATES;
  const gate = await gateAlarms(runs, seats, VARIATION, 1);
  console.log(
    `the whole gate on planted texts, ${seats} seats that differ by ${VARIATION} g on three measures, ${runs} classes: false alarms by seat ${percent(gate.bySeat)} (at most ${bound(runs)}), by answer ${percent(gate.byAnswer)}`,
  );
  console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
}
