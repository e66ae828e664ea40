/** Calibration of the probe on planted data: false alarms of the gate, coverage, sequential error, power. */
import { PERMUTATIONS } from "../scripts/probe/stats/permutation";
import { specOf } from "../scripts/probe/design";
import { plannedPower } from "../scripts/probe/design/plan-power";
import { DESIGNS, falseAlarms, sequentialFalseAlarms } from "./stats/calibration";
import { coverageOfAuc, coverageOfG, coverageOfRisk, type Coverage } from "./stats/coverage";
import { crossings, LIMITS } from "./stats/crossings";
import { powerTable } from "./stats/power-table";
import { verdictShares } from "./stats/gate-runs";
import { scoreFile } from "./stats/score-file";

/** Effects by occupation, in g. */
const SAME_SIGN = [0.5, 0.5, 0.5, 0.5, 0.5];
const NONE = [0, 0, 0, 0, 0];
const CANCELLING = [0.5, -0.5, 0.5, -0.5, 0];

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
/** Upper 97.5 % limit of a rate whose true value is 5 %. */
const bound = (runs: number): string => percent(0.05 + 1.96 * Math.sqrt((0.05 * 0.95) / runs));

/** Prints every figure with the bound that it must keep. */
export async function benchStats(): Promise<void> {
  const started = performance.now();
  console.log(powerTable().join("\n"));
  const { rows, seconds, cpuSeconds, mebibytes, exitCode } = await scoreFile(100_000, 1);
  console.log(
    `lab score of ${rows.toLocaleString("en")} rows: ${seconds.toFixed(0)} s (${cpuSeconds.toFixed(0)} s of CPU), ${mebibytes.toFixed(0)} MiB, exit ${exitCode} (less than 60 s and 1,024 MiB)`,
  );
  falseAlarmFigures();
  coverageFigures();
  await verdictFigures();
  console.log(`${((performance.now() - started) / 1000).toFixed(0)} s`);
}

function falseAlarmFigures(): void {
  const [splits, sequential] = [1_000, 400];
  for (const [name, design] of Object.entries(DESIGNS))
    console.log(
      `A/A false alarms of the gate, ${name}, ${splits} splits, R = 999: ${percent(falseAlarms(splits, design, 999, 1))} (at most ${bound(splits)})`,
    );
  console.log(
    `the same over five looks, ${sequential} runs, R = 499: ${percent(sequentialFalseAlarms(sequential, 499, 1))} (at most ${bound(sequential)})`,
  );
  const runs = 20_000;
  console.log(
    `error of the gate over five looks, ${runs} runs of six normal z: ${percent(crossings(LIMITS.sequential(), runs, 1))} (at most 5.5 %)`,
  );
  console.log(
    `the same when peeking at the last look's limit: ${percent(crossings(LIMITS.peeking(), runs, 1))}`,
  );
  for (const g of [0.2, 0.3, 0.5])
    console.log(
      `power of the gate, g ${g} on one metric of six: ${percent(crossings(LIMITS.sequential(), runs, 1, g, 1))}`,
    );
}

function coverageFigures(): void {
  const printCoverage = (what: string, { mean, spread, occupation }: Coverage): void => {
    console.log(
      `coverage at 95 % of ${what}: mean ${percent(mean)}, one occupation ${percent(occupation)} (93 to 97 %), bound of the typical size ${percent(spread)} (at least 93 %)`,
    );
  };
  for (const perCell of [8, 40]) {
    for (const effects of [SAME_SIGN, CANCELLING])
      printCoverage(
        `g of ${effects.join(", ")}, ${perCell} per cell`,
        coverageOfG(2_000, perCell, 1_000, effects, 1),
      );
    for (const surplus of [0, 0.3]) {
      const { coverage, auc } = coverageOfAuc(1_000, perCell, 500, surplus, 1);
      printCoverage(`an AUC of ${auc.toFixed(2)}, ${perCell} per cell`, coverage);
    }
    for (const female of [0.1, 0.25])
      printCoverage(
        `shares of ${female} against 0.1, ${perCell} per cell`,
        coverageOfRisk(4_000, perCell, { female, male: 0.1 }, 1),
      );
  }
}

/** What the whole gate says of planted models, by the number of answers per question. */
async function verdictFigures(): Promise<void> {
  const runs = 200;
  for (const perCell of [40, 48, 64]) {
    const { all } = plannedPower(specOf({ samples: perCell, conditions: ["M0"], seed: 1 }));
    const { within } = await verdictShares(runs, perCell, NONE, 999, 1);
    console.log(
      `no effect, ${perCell} per cell, ${runs} runs: within margin ${percent(within)} (planned ${percent(all)})`,
    );
  }
  const { difference, within } = await verdictShares(runs, 40, CANCELLING, PERMUTATIONS, 1);
  console.log(
    `wording of ${CANCELLING.join(", ")}, 40 per cell, ${runs} runs: difference ${percent(difference)} (at least 80 %), within margin ${percent(within)}`,
  );
}
