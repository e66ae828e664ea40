import {
  type AppliedFix,
  applyFix,
  ask,
  type Examined,
  exitCodeOf,
  doctorText,
  reportOf,
  type RuleId,
  RULES,
  rulesText,
} from "../../doctor";
import { labCommand, type Outcome } from "../../lib/shell/command";
import type { Console } from "../../lib/shell/console";
import { runStages, Stage } from "../../lib/shell/stages";
import { doctorInputOf } from "../stack/doctor-input";
import { gatherEvidence } from "../stack/evidence";
import { withSession } from "../stack/open-session";
import type { StackSession } from "../stack/session";
import { SPECS } from "../specs";
import { chosenRules, refuseIdle } from "./chosen-rules";
import { refuseContradiction, suggestFor, suggestionText } from "./suggestion";
import { withLiveRows } from "./live-rows";

/** `lab doctor`: reads from Azure what it would refuse of a configuration, and prints the cure. */
export const doctor = labCommand(SPECS.doctor, async (args, console) => {
  if (args.list) return listOf();
  refuseContradiction(args);
  const only = chosenRules(args.rule);
  const settings = profileSetting(args.profile);
  const first = await withSession({ ...args, settings }, console, async (session) => {
    const before = await examine(session, only, console);
    const fixed = args.fix ? await fix(session, before, console) : undefined;
    const examined = fixed?.length ? await examine(session, only, console) : before;
    const suggestion = args.suggest ? await suggestFor(session, args, console) : undefined;
    const notes = suggestion ? [suggestionText(suggestion, session)] : [];
    return { examined, fixed, suggestion, notes };
  });
  const { fixed, suggestion, notes } = first;
  // What was written is read again, as every other command reads it.
  const examined =
    suggestion?.written === undefined
      ? first.examined
      : await withSession(args, console, (session) => examine(session, only, console));
  const report = reportOf(examined);
  return {
    document: { ...report, fixed, suggestion },
    text: [...fixedLines(fixed), doctorText(report, notes)].join("\n"),
    exitCode: exitCodeOf(report.verdict),
  };
});

const profileSetting = (profile: string | undefined): Record<string, string> =>
  profile === undefined ? {} : { "rai-lab:profile": profile };

const listOf = (): Outcome => ({
  document: {
    schema: "rai-lab/doctor-rules/1",
    rules: Object.entries(RULES).map(([rule, question]) => ({ rule, question })),
  },
  text: rulesText(),
  exitCode: 0,
});

/** Asks the rules, a row for each where lines can be redrawn, else one line for all. */
async function examine(
  session: StackSession,
  only: readonly RuleId[] | undefined,
  console: Console,
): Promise<Examined[]> {
  const start = async () => {
    const input = await doctorInputOf(session, await gatherEvidence(session));
    const questions = ask({ ...input, only });
    refuseIdle(
      only,
      questions.map(({ rule }) => rule),
      session.config.layout,
    );
    return questions;
  };
  if (console.isLive) return withLiveRows(await start(), console);
  const examining = new Stage(
    `doctor of ${session.stack.name}`,
    async () => Promise.all((await start()).map(({ answer }) => answer)),
    (examined) => reportOf(examined).verdict,
  );
  await runStages([examining], console);
  return examining.result;
}

/** A safe cure that was applied, and the rule that named it. */
type Fixed = AppliedFix & { rule: RuleId };

/** Applies every safe cure, one after the other. */
async function fix(
  session: StackSession,
  examined: readonly Examined[],
  console: Console,
): Promise<Fixed[]> {
  const azure = await session.azure();
  const clock = await session.clock();
  const fixed: Fixed[] = [];
  for (const { finding, fix } of examined) {
    if (!fix) continue;
    const { rule } = finding;
    const applying = new Stage(
      `cure of ${rule}`,
      () => applyFix(fix, azure, clock, console.signal),
      ({ did, failure }) => (failure === undefined ? did : `failed: ${failure}`),
    );
    await runStages([applying], console);
    fixed.push({ rule, ...applying.result });
  }
  return fixed;
}

function fixedLines(fixed: readonly Fixed[] | undefined): string[] {
  if (!fixed) return [];
  if (fixed.length === 0) return ["--fix: no finding has a cure that is safe to apply", ""];
  const lines = fixed.map(({ rule, did, failure }) =>
    failure === undefined ? `--fix ${rule}: ${did}` : `--fix ${rule}: could not ${did}: ${failure}`,
  );
  return [...lines, ""];
}
