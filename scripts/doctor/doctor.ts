import type { LabConfig } from "../../infra/config";
import { namesOf } from "../../infra/names/physical-names";
import { refusalOf } from "../lib/azure/errors";
import { isOwn, type RecordedStack, resourcesOutside } from "../proof";
import type { AzureSession } from "../lib/azure/session";
import { placeOf } from "../../infra/azure/arm-id";
import { LabError } from "../../infra/errors";
import { type AzureView, azureView } from "./azure-view";
import { verdictOf, type DoctorReport, type Finding } from "./finding";
import type { RuleContext, Rule } from "./rule";
import { rules } from "./rules";

/** What the doctor examines. */
export interface DoctorInput {
  config: LabConfig;
  session: AzureSession;
  /** Milliseconds since the epoch, on the clock of the cloud that is asked. */
  now: number;
  /** What the stack's state records; undefined without one. */
  recorded?: RecordedStack | undefined;
  /** Why the state could not be read; undefined when it was. */
  unreadState?: string | undefined;
  /** The command that takes into the state what exists without it. */
  recover?: string;
  /** Why the stack must not be changed with this sign-in; undefined when it may. */
  elsewhere?: LabError | undefined;
  /** Why a seat's class cannot be read; undefined when it can. */
  lostClass?: LabError | undefined;
}

/** Reports what Azure would refuse in a configuration, with the cure. It creates nothing. */
export async function doctor(input: DoctorInput): Promise<DoctorReport> {
  const { config, session, now, recorded, unreadState } = input;
  const { location, project, stack } = config;
  const names = namesOf({ subscriptionId: session.subscriptionId, project, stack });
  const azure = azureView(session, {
    location,
    resourceGroupName: names.resourceGroup,
    accountName: names.openaiAccount,
  });
  const context: RuleContext = {
    config,
    names,
    now: new Date(now),
    azure,
    unreadState,
    recover: input.recover ?? `npx lab recover ${stack}`,
    elsewhere: input.elsewhere,
    lostClass: input.lostClass,
    outside: () => resourcesOutside({ config, session, recorded }),
    isOwn: (one) => isOwn(one, { config, session }),
  };
  const findings = await Promise.all(
    rulesFor(config).map((rule) => runRule(rule, () => contextAt(rule, context, session))),
  );
  return { schema: "rai-lab/doctor/1", verdict: verdictOf(findings), findings };
}

/** Which rules examine a stack of each layout; a whole lab has both halves. */
const PARTS: Record<LabConfig["layout"], readonly Rule["part"][]> = {
  lab: ["any", "shared", "personal"],
  class: ["any", "shared"],
  seat: ["any", "personal", "seat"],
};

/** The rules for what a stack of this layout has, and for what existed before it. */
function rulesFor({ layout, existing = {} }: LabConfig): Rule[] {
  const parts = [...PARTS[layout]];
  const { openaiAccountId, workspaceId } = existing;
  if (parts.includes("shared")) {
    parts.push(openaiAccountId === undefined ? "new account" : "existing account");
    if (workspaceId !== undefined) parts.push("existing workspace");
    if (openaiAccountId === undefined || workspaceId === undefined) parts.push("group");
  }
  return rules.filter(({ part }) => parts.includes(part));
}

/**
 * The context of a rule. One about the models of an existing account, or the machines of an existing
 * workspace, asks in the region and the subscription of that.
 * @throws LabError `cloud` when it does not exist
 */
async function contextAt(
  { at }: Rule,
  context: RuleContext,
  session: AzureSession,
): Promise<RuleContext> {
  const { openaiAccountId, workspaceId } = context.config.existing ?? {};
  if (at === "account" && openaiAccountId !== undefined)
    return contextIn(
      openaiAccountId,
      await context.azure.accountAt(openaiAccountId),
      context,
      session,
    );
  if (at === "workspace" && workspaceId !== undefined)
    return contextIn(workspaceId, await context.azure.workspaceAt(workspaceId), context, session);
  return context;
}

function contextIn(
  id: string,
  found: { location?: string } | undefined,
  context: RuleContext,
  session: AzureSession,
): RuleContext {
  if (found?.location === undefined)
    throw new LabError("cloud", `${id} of rai-lab:existing does not exist`, {
      cure: "correct rai-lab:existing",
    });
  const { subscriptionId, resourceGroup: resourceGroupName, name: accountName } = placeOf(id);
  // Azure also answers with the long form of a region: East US 2.
  const location = found.location.toLowerCase().replaceAll(" ", "");
  const azure: AzureView = azureView(
    { ...session, subscriptionId },
    { location, resourceGroupName, accountName },
  );
  return { ...context, config: { ...context.config, location }, azure };
}

/**
 * Runs one rule. When Azure does not answer, the finding is `unknown`; any other error is thrown.
 */
async function runRule(rule: Rule, context: () => Promise<RuleContext>): Promise<Finding> {
  try {
    return { rule: rule.name, ...(await rule.check(await context())) };
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
