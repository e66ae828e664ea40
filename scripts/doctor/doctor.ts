import type { LabConfig } from "../../infra/config";
import { namesOf } from "../../infra/names/physical-names";
import { refusalOf } from "../lib/azure/errors";
import { isOwn, type RecordedStack, resourcesOutside } from "../proof";
import type { AzureSession } from "../lib/azure/session";
import { placeOf } from "../../infra/azure/arm-id";
import { LabError } from "../../infra/errors";
import { type AzureView, azureView } from "./azure-view";
import { verdictOf, type DoctorReport, type Finding, type RuleResult } from "./finding";
import type { SafeFix } from "./fix";
import type { RuleContext, Rule } from "./rule";
import type { RuleId } from "./rule-ids";
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
  /** The rules to ask. Default: all that examine a stack of this layout. */
  only?: readonly RuleId[] | undefined;
  /** The command that applies the safe cure of a rule. */
  fixCommand?: (rule: RuleId) => string;
}

/** What a rule found, and its cure where that is safe. */
export interface Examined {
  finding: Finding;
  fix: SafeFix | undefined;
}

/** A rule that is being asked. */
export interface Question {
  rule: RuleId;
  answer: Promise<Examined>;
}

/** Reports what Azure would refuse in a configuration, with the cure. It creates nothing. */
export async function doctor(input: DoctorInput): Promise<DoctorReport> {
  return reportOf(await Promise.all(ask(input).map(({ answer }) => answer)));
}

/** The report of what rules found. */
export function reportOf(examined: readonly Examined[]): DoctorReport {
  const findings = examined.map(({ finding }) => finding);
  return { schema: "rai-lab/doctor/1", verdict: verdictOf(findings), findings };
}

/**
 * Asks all rules at once, in the order in which they are printed. A fault of the doctor itself
 * rejects an answer: whoever waits for one waits for all.
 */
export function ask(input: DoctorInput): Question[] {
  const context = contextOf(input);
  const { config, session, only, fixCommand = defaultFixCommand(config.stack) } = input;
  return rulesFor(config)
    .filter(({ name }) => only?.includes(name) ?? true)
    .map((rule) => ({
      rule: rule.name,
      answer: runRule(rule, () => contextAt(rule, context, session), fixCommand),
    }));
}

const defaultFixCommand =
  (stack: string) =>
  (rule: RuleId): string =>
    `npx lab doctor ${stack} --fix --rule ${rule}`;

function contextOf(input: DoctorInput): RuleContext {
  const { config, session, now, recorded, unreadState } = input;
  const { location, project, stack } = config;
  const names = namesOf({ subscriptionId: session.subscriptionId, project, stack });
  const azure = azureView(session, {
    location,
    resourceGroupName: names.resourceGroup,
    accountName: names.openaiAccount,
  });
  return {
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
async function runRule(
  rule: Rule,
  context: () => Promise<RuleContext>,
  fixCommand: (rule: RuleId) => string,
): Promise<Examined> {
  const { fix, ...result } = await resultOf(rule, context);
  const finding: Finding = { rule: rule.name, ...result };
  if (fix) finding.commands = [fixCommand(rule.name)];
  return { finding, fix };
}

async function resultOf(rule: Rule, context: () => Promise<RuleContext>): Promise<RuleResult> {
  try {
    return await rule.check(await context());
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const { code, reason, cure } = refusal;
    return {
      status: "unknown",
      code,
      message: `could not ask: ${reason}`,
      cure,
      evidence: refusal.status === undefined ? "no answer" : `HTTP ${refusal.status}`,
    };
  }
}
