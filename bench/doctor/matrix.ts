import type { RuleId } from "../../scripts/doctor";
import { Draw } from "./draw";
import { askDoctor, falseAlarmsOf, type Findings, missesOf } from "./judge";
import type { Asked, Scenario } from "./scenario";
import { openSubscription } from "./subscription";
import { truthOf, type Truth } from "./truth";

/** A scenario with what the doctor said and what was true. */
export interface Case {
  scenario: Scenario;
  asked: Asked;
  findings: Findings;
  truth: Truth;
}

/**
 * Makes a scenario's world, asks the doctor, and brings the configuration up.
 * @param unenforced codes of refusals that this world does not make
 */
export async function runScenario(
  scenario: Scenario,
  unenforced: readonly string[] = [],
): Promise<Case> {
  const subscription = await openSubscription();
  try {
    const asked = await scenario.make(subscription, new Draw(scenario.seed, scenario.nth));
    subscription.leaveOut(unenforced);
    const { findings } = await askDoctor(subscription, asked);
    return { scenario, asked, findings, truth: await truthOf(subscription, asked) };
  } finally {
    await subscription.close();
  }
}

/** What the doctor missed in a case, with a rule switched off. */
export const missesIn = ({ findings, truth, asked }: Case, rule?: RuleId): string[] =>
  missesOf(
    findings.filter((one) => one.rule !== rule),
    truth,
    asked,
  );

/** The false alarms in a case. */
export const falseAlarmsIn = ({ findings, truth, asked }: Case): Findings =>
  falseAlarmsOf(findings, truth, asked);

/** Whether a rule alone foretells what comes true in a case. */
export const decides = (rule: RuleId, one: Case): boolean =>
  missesIn(one, rule).length > missesIn(one).length;

/** The false alarms of a scenario in a world that does not make one of its refusals. */
export const alarmsWithout = async (refusal: string, scenario: Scenario): Promise<Findings> =>
  falseAlarmsIn(await runScenario(scenario, [refusal]));
