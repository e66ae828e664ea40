/** Holds the doctor to some scenarios in a process of its own, since dynamic resources do not serialise under vitest. Arguments: ids of rules, and `without` a refusal of the cloud. */
import { register } from "tsx/cjs/api";
import { alarmsWithout, falseAlarmsIn, missesIn, runScenario } from "../../../bench/doctor/matrix";
import { OF_REFUSALS, OF_RULES, scenarioAt } from "../../../bench/doctor/witnesses";
import { isRuleId } from "../../../scripts/doctor";

/** What the doctor made of the scenario that a rule decides. */
export interface RuleTrial {
  rule: string;
  misses: string[];
  alarms: unknown[];
  missesWithout: string[];
}

/** The false alarms of the scenario that a refusal decides, where the cloud does not make it. */
export interface RefusalTrial {
  refusal: string;
  alarms: { code: string }[];
}

const SEED = 30;

async function main(): Promise<void> {
  register();
  const [names = "", refusal = ""] = process.argv.slice(2);
  for (const rule of names.split(",").filter(isRuleId)) {
    const one = await runScenario(scenarioAt(OF_RULES[rule], SEED));
    const trial: RuleTrial = {
      rule,
      misses: missesIn(one),
      alarms: falseAlarmsIn(one),
      missesWithout: missesIn(one, rule),
    };
    console.log(JSON.stringify(trial));
  }
  const place = OF_REFUSALS[refusal as keyof typeof OF_REFUSALS];
  const alarms = await alarmsWithout(refusal, scenarioAt(place, SEED));
  console.log(JSON.stringify({ refusal, alarms } satisfies RefusalTrial));
}

void main();
