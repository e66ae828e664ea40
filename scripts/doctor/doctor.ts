import { verdictOf, type DoctorReport, type Finding } from "./finding";
import type { SafeFix } from "./fix";
import type { Rule, RuleContext } from "./rule";
import { contextAt, contextOf, type DoctorInput, viewsOf } from "./rule-context";
import type { RuleId } from "./rule-ids";
import { resultOf, rulesFor } from "./run-rule";

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
  const views = viewsOf(input.session);
  const context = contextOf(input, views);
  const { config, only, fixCommand = defaultFixCommand(config.stack) } = input;
  return rulesFor(config)
    .filter(({ name }) => only?.includes(name) ?? true)
    .map((rule) => ({
      rule: rule.name,
      answer: runRule(rule, () => contextAt(rule, context, views), fixCommand),
    }));
}

const defaultFixCommand =
  (stack: string) =>
  (rule: RuleId): string =>
    `npx lab doctor ${stack} --fix --rule ${rule}`;

/** Runs one rule, and names the command of its cure where that is safe. */
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
