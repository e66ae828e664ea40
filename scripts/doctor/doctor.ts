import type { LabConfig } from "../../infra/config";
import { namesOf } from "../../infra/names/physical-names";
import { refusalOf } from "../lib/azure/errors";
import type { AzureSession } from "../lib/azure/session";
import { AzureView } from "./azure-view";
import { verdictOf, type DoctorReport, type Finding } from "./finding";
import type { RuleContext, Rule } from "./rule";
import { rules } from "./rules";

export interface DoctorInput {
  config: LabConfig;
  session: AzureSession;
  /** Milliseconds since the epoch, on the clock of the cloud that is asked. */
  now: number;
}

/** Says what Azure would refuse in a configuration, and the cure, without creating anything. */
export async function doctor({ config, session, now }: DoctorInput): Promise<DoctorReport> {
  const { location, project, stack } = config;
  const names = namesOf({ subscriptionId: session.subscriptionId, project, stack });
  const azure = new AzureView(session, {
    location,
    resourceGroupName: names.resourceGroup,
    accountName: names.openaiAccount,
  });
  const context: RuleContext = { config, names, now: new Date(now), azure };
  const findings = await Promise.all(rulesFor(config.layout).map((rule) => runRule(rule, context)));
  return { schema: "rai-lab/doctor/1", verdict: verdictOf(findings), findings };
}

/** A class stack has no student's things, and a seat only those: its class's stack is examined for the rest. */
const rulesFor = (layout: LabConfig["layout"]): Rule[] =>
  layout === "lab"
    ? rules
    : rules.filter(({ half }) => half === (layout === "class" ? "shared" : "personal"));

/** A rule that cannot ask is `unknown`, never silently fine. Faults of ours are thrown on. */
async function runRule(rule: Rule, context: RuleContext): Promise<Finding> {
  try {
    return { rule: rule.name, ...(await rule.check(context)) };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const { code, reason, cure } = refusal;
    return {
      rule: rule.name,
      status: "unknown",
      code,
      message: `could not ask: ${reason}`,
      cure,
      evidence: refusal.status === undefined ? "no answer" : `HTTP ${refusal.status}`,
    };
  }
}
