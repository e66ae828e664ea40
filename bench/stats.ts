/** Calibration of the probe on planted data: false alarms of the gate, coverage, sequential error, power. */
import { PERMUTATIONS } from "../scripts/probe/stats/permutation";
import { type Figure, fivePercent, type Limit, percent } from "./figures";
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

/** Coverages that intervals at 95 % may have, in percent: issue 5. */
const COVERAGE = { least: 93, most: 97 };
const BOUND = { least: 93 };

/** Prints the table of power, and measures what issues 5, 11 and 12 limit. */
export async function benchStats(): Promise<readonly Figure[]> {
  console.log(powerTable().join("\n"));
  return [
    ...(await scoreFigures()),
    ...falseAlarmFigures(),
    ...coverageFigures(),
    ...(await verdictFigures()),
  ];
}

async function scoreFigures(): Promise<Figure[]> {
  const { rows, seconds, cpuSeconds, mebibytes } = await scoreFile(100_000, 1);
  const what = `lab score of ${rows.toLocaleString("en")} rows`;
  return [
    { figure: what, value: seconds, unit: "s", digits: 0, limit: { most: 60 } },
    { figure: `${what}, CPU`, value: cpuSeconds, unit: "s", digits: 0 },
    { figure: `${what}, peak`, value: mebibytes, unit: "MiB", digits: 0, limit: { most: 1_024 } },
  ];
}

function falseAlarmFigures(): Figure[] {
  const [splits, sequential, runs] = [1_000, 400, 20_000];
  return [
    ...Object.entries(DESIGNS).map(([name, design]) =>
      percent(
        `A/A false alarms, ${name}, ${splits} splits`,
        falseAlarms(splits, design, 999, 1),
        fivePercent(splits),
      ),
    ),
    percent(
      `A/A false alarms over five looks, ${sequential} runs`,
      sequentialFalseAlarms(sequential, 499, 1),
      fivePercent(sequential),
    ),
    percent(
      `error over five looks, ${runs} runs of six z`,
      crossings(LIMITS.sequential(), runs, 1),
      {
        most: 5.5,
      },
    ),
    percent("the same, peeking at the last look's limit", crossings(LIMITS.peeking(), runs, 1)),
    ...[0.2, 0.3, 0.5].map((g) =>
      percent(`power, g ${g} on one of six`, crossings(LIMITS.sequential(), runs, 1, g, 1)),
    ),
  ];
}

function coverageFigures(): Figure[] {
  const figuresOf = (what: string, { mean, spread, occupation }: Coverage): Figure[] => [
    percent(`coverage, ${what}: mean`, mean, COVERAGE),
    percent(`coverage, ${what}: one occupation`, occupation, COVERAGE),
    percent(`coverage, ${what}: bound of the typical size`, spread, BOUND),
  ];
  return [8, 40].flatMap((perCell) => [
    ...[SAME_SIGN, CANCELLING].flatMap((effects) =>
      figuresOf(
        `g of ${effects.join(", ")}, ${perCell} per cell`,
        coverageOfG(2_000, perCell, 1_000, effects, 1),
      ),
    ),
    ...[0, 0.3].flatMap((surplus) => {
      const { coverage, auc } = coverageOfAuc(1_000, perCell, 500, surplus, 1);
      return figuresOf(`AUC ${auc.toFixed(2)}, ${perCell} per cell`, coverage);
    }),
    ...[0.1, 0.25].flatMap((female) =>
      figuresOf(
        `shares ${female} and 0.1, ${perCell} per cell`,
        coverageOfRisk(4_000, perCell, { female, male: 0.1 }, 1),
      ),
    ),
  ]);
}

/** What the whole gate says of planted models, by the number of answers per question. */
async function verdictFigures(): Promise<Figure[]> {
  const runs = 200;
  const figures: Figure[] = [];
  for (const perCell of [40, 48, 64]) {
    const { all } = plannedPower(specOf({ samples: perCell, conditions: ["M0"], seed: 1 }));
    const { within } = await verdictShares(runs, perCell, NONE, 999, 1);
    const what = `no effect, ${perCell} per cell: within margin`;
    figures.push(percent(what, within, LEAST_WITHIN[perCell]), percent(`${what}, planned`, all));
  }
  const { difference } = await verdictShares(runs, 40, CANCELLING, PERMUTATIONS, 1);
  const what = `wording of ${CANCELLING.join(", ")}, 40 per cell: difference`;
  return [...figures, percent(what, difference, { least: 80 })];
}

/** Of issue 12, by answers per cell. */
const LEAST_WITHIN: Partial<Record<number, Limit>> = { 48: { least: 75 } };
