import { register } from "tsx/cjs/api";
import { RULE_IDS, type RuleId } from "../scripts/doctor";
import { type Figure, none } from "./figures";
import { KINDS } from "./doctor/kinds";
import {
  alarmsWithout,
  type Case,
  decides,
  falseAlarmsIn,
  missesIn,
  runScenario,
} from "./doctor/matrix";
import { type Scenario, scenariosOf } from "./doctor/scenario";
import { isAt, OF_REFUSALS, OF_RULES } from "./doctor/witnesses";

// The program's dynamic resources are loaded by `require`, which knows TypeScript under tsx alone.
register();

/** Scenarios of each variant of a kind. */
const EACH = 5;
const SEED = 20_261_130;

/**
 * Holds the doctor to what really happens: generated worlds on the local cloud, in which its report
 * is compared with an `up` of the same configuration.
 */
export async function benchDoctor(): Promise<readonly Figure[]> {
  const start = performance.now();
  const cases: Case[] = [];
  console.log("kind       scenarios  refused  clear  misses  false alarms");
  for (const kind of KINDS) {
    const scenarios = scenariosOf(kind, kind.variants.length * EACH, SEED);
    const own = await runAll(scenarios);
    cases.push(...own);
    const refused = own.filter(({ truth }) => truth.refused.length > 0).length;
    const misses = own.filter((one) => missesIn(one).length > 0).length;
    const alarms = own.filter((one) => falseAlarmsIn(one).length > 0).length;
    const numbers = [own.length, refused, own.length - refused, misses, alarms];
    const [a, b, c, d, e] = numbers.map(String);
    console.log(
      `${kind.name.padEnd(9)}  ${a!.padStart(9)}  ${b!.padStart(7)}  ${c!.padStart(5)}  ${d!.padStart(6)}  ${e!.padStart(12)}`,
    );
  }
  const wrong = cases.filter(isWrong);
  for (const one of wrong) console.log(describe(one));
  const idle = [...rulesThatDecideNothing(cases), ...(await refusalsThatDecideNothing(cases))];
  if (idle.length > 0) console.log(`these decide nothing: ${idle.join(", ")}`);
  return [
    { figure: "scenarios", value: cases.length, limit: { least: 300 } },
    none("with a miss", cases.filter((one) => missesIn(one).length > 0).length),
    none("with a false alarm", cases.filter((one) => falseAlarmsIn(one).length > 0).length),
    none("rules and refusals that decide nothing", idle.length),
    { figure: "the matrix", value: (performance.now() - start) / 1000, unit: "s", digits: 0 },
  ];
}

async function runAll(scenarios: readonly Scenario[]): Promise<Case[]> {
  const cases: Case[] = [];
  for (const scenario of scenarios) cases.push(await runScenario(scenario));
  return cases;
}

const isWrong = (one: Case): boolean => missesIn(one).length + falseAlarmsIn(one).length > 0;

function describe(one: Case): string {
  const { scenario, asked, truth } = one;
  const alarms = falseAlarmsIn(one).map(({ rule, code }) => `${rule} ${code}`);
  return [
    `  WRONG ${scenario.kind}, ${scenario.name}, seed ${scenario.seed}`,
    `    missed: ${missesIn(one).join(", ") || "nothing"}; false alarms: ${alarms.join(", ") || "none"}`,
    `    ${JSON.stringify(asked.settings)}`,
    `    ${truth.text.split("\n")[0] ?? ""}`,
  ].join("\n");
}

/** Prints the misses with each rule switched off. @returns the rules that do not decide their scenario */
function rulesThatDecideNothing(cases: readonly Case[]): RuleId[] {
  console.log("without a rule              misses");
  for (const rule of RULE_IDS) {
    const misses = cases.filter((one) => decides(rule, one)).length;
    console.log(`${rule.padEnd(26)}  ${String(misses).padStart(6)}`);
  }
  return RULE_IDS.filter(
    (rule) => !cases.some((one) => isAt(OF_RULES[rule], one.scenario) && decides(rule, one)),
  );
}

/** Prints the false alarms without each refusal of the cloud, in the scenario that it decides. */
async function refusalsThatDecideNothing(cases: readonly Case[]): Promise<string[]> {
  const idle: string[] = [];
  console.log("without a refusal of the cloud              false alarms");
  for (const [refusal, place] of Object.entries(OF_REFUSALS)) {
    const own = cases.filter(({ scenario }) => isAt(place, scenario));
    const alarms: unknown[] = [];
    for (const { scenario } of own) alarms.push(...(await alarmsWithout(refusal, scenario)));
    console.log(`${refusal.padEnd(42)}  ${String(alarms.length).padStart(12)}`);
    if (alarms.length === 0) idle.push(refusal);
  }
  return idle;
}
