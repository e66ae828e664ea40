import { LabError } from "../../../infra/errors";
import type { LabConfig } from "../../../infra/config";
import { isJsonObject } from "../../../infra/json-object";
import { doctor, type DoctorReport, findingText, RULE_IDS, type RuleId } from "../../doctor";
import type { RecordedStack } from "../../proof";
import { Stage } from "../../lib/shell/stages";
import { doctorInputOf } from "./doctor-input";
import { commandOn, type Evidence } from "./evidence";
import type { StackSession } from "./session";

/** What an `up` has looked at itself when it asks the doctor. */
const LOOKED_AT: readonly RuleId[] = ["outside-state", "class-exists"];
/** What Azure asks of a new deployment, and not of one that exists. */
const OF_A_NEW_ONE: readonly RuleId[] = ["model-life-cycle", "sku-in-region", "account-sku"];

const DEPLOYMENT = "azure-native:cognitiveservices:Deployment";

/**
 * Asks the doctor before anything is created. A certain refusal ends the run, unless it is forced;
 * what is unknown, and warnings, do not.
 * @param looking ends before, with what the state says
 */
export const doctorStage = (
  session: StackSession,
  looking: { readonly result: { evidence: Evidence } },
  force: boolean,
): Stage<DoctorReport> =>
  new Stage(
    "doctor",
    async () => {
      const input = await doctorInputOf(session, looking.result.evidence);
      const known = isDeployed(session.config, input.recorded) ? OF_A_NEW_ONE : [];
      const only = RULE_IDS.filter((rule) => ![...LOOKED_AT, ...known].includes(rule));
      return doctor({ ...input, only });
    },
    (report) => {
      const refused = report.findings.filter(({ status }) => status === "refused");
      const [first] = refused;
      if (!first) return summaryOf(report);
      if (force)
        return `refused by ${refused.map(({ rule }) => rule).join(", ")}; --force continues`;
      const command = commandOn("doctor", session);
      throw new LabError(
        "deployment",
        ["Azure would refuse this lab, so nothing was changed", ...refused.map(findingText)].join(
          "\n",
        ),
        {
          cure: `${command} --suggest finds settings that work; up --force tries all the same`,
        },
      );
    },
  );

function summaryOf({ findings }: DoctorReport): string {
  const unknown = findings.filter(({ status }) => status === "unknown").length;
  if (unknown === 0) return "nothing that Azure would refuse";
  return `nothing is known that Azure would refuse; ${unknown} checks got no answer`;
}

/** Whether every deployment of the model exists already, as the state records it. */
function isDeployed(
  { model, seats }: LabConfig,
  recorded: Pick<RecordedStack, "resources"> | undefined,
): boolean {
  const same = (recorded?.resources ?? []).filter(({ type, inputs: { properties, sku } }) => {
    if (type !== DEPLOYMENT || !isJsonObject(properties) || !isJsonObject(sku)) return false;
    const { model: deployed } = properties;
    if (!isJsonObject(deployed) || sku.name !== model.sku) return false;
    return deployed.name === model.name && deployed.version === model.version;
  });
  return same.length >= (seats?.length ?? 1);
}
