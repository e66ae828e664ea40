import { Incomplete, Skipped, Stage, type Say } from "../../lib/shell/stages";
import type { Console } from "../../lib/shell/console";
import type { Result, RunOptions } from "../../engine/engine";
import { doctorStage } from "./ask-doctor";
import { checkAfterUp, type ClusterCheck, previewUp } from "./checks";
import { refuseDataLoss } from "./data-loss";
import {
  completedText,
  engineProgress,
  engineText,
  refuseFailures,
  resultDocument,
  type ResultDocument,
} from "./engine-report";
import { type Evidence, gatherEvidence, refuseElsewhere } from "./evidence";
import { clearLocks } from "./locked-deletes";
import { refuseGoneClass, refuseLostClass } from "./lost-class";
import { refuseMoved } from "./moved";
import { refuseOutside } from "./outside";
import { type OutsideChange, OutsideChanges } from "./outside-changes";
import type { StackOperation } from "./operation";
import type { StackSession } from "./session";

/** What came of an `up`. */
export type BroughtUp = ResultDocument & {
  changedOutside: OutsideChange[];
  putBack: OutsideChange[];
};

/** How to bring a stack up. */
interface BringUpOptions {
  allowDataLoss: boolean;
  /** Ask the doctor first, and whether to continue against it. Of a class, its plan has asked. */
  doctor?: { force: boolean };
}

/** Brings one stack up to what its settings say. */
export function bringUp(
  session: StackSession,
  console: Console,
  { allowDataLoss, doctor }: BringUpOptions,
): StackOperation<BroughtUp> {
  const { engine, stack } = session;
  const outside = new OutsideChanges();
  const told = new Set<string>();
  const look = async (say: Say): Promise<{ changes: string; evidence: Evidence }> => {
    const found = await gatherEvidence(session);
    if (found.unreadable) throw found.unreadable;
    await refuseElsewhere(session, found);
    refuseMoved(session, found);
    await refuseLostClass(session, found);
    await refuseGoneClass(session, found);
    const watch = engineProgress(console, say, told);
    const before = await settled(session, found, outside.refreshing(watch));
    const { recorded } = before;
    if (!recorded) {
      await refuseOutside(session, before);
      return { changes: "not created yet", evidence: before };
    }
    const { plan, changes } = await previewUp(session, watch, outside, before);
    const evidence = { ...before, recorded: outside.withoutGone(recorded) };
    await refuseOutside(session, evidence);
    if (!allowDataLoss) refuseDataLoss(session, plan);
    await clearLocks(session, plan);
    return { changes, evidence };
  };
  const looking = new Stage(`looking at ${stack.name}`, look, ({ changes }) => changes);
  const deploying = new Stage(
    `up ${stack.name} with ${engineText(session)}`,
    (say) => {
      const watch = outside.deploying(engineProgress(console, say, told));
      // What the preview has read is not in the state.
      return engine.up(stack, outside.isStateOld ? { ...watch, refresh: watch.onStep } : watch);
    },
    completedText,
  );
  const asking = doctor && doctorStage(session, looking, doctor.force);
  const checking = clusterStage(session, deploying, () =>
    checkAfterUp(session, looking.result.evidence, deploying.result.outputs, console.signal),
  );
  return {
    stages: [looking, asking, deploying, checking].filter((stage) => stage !== undefined),
    outcome: () => ({
      ...resultDocument(session, {
        ...deploying.result,
        failures: [...deploying.result.failures, ...(checking?.result?.failures ?? [])],
      }),
      changedOutside: outside.changed,
      putBack: outside.putBack,
    }),
  };
}

/**
 * Settles what a killed run left open: what it made must be in the state before what is outside the
 * state is refused.
 * @throws LabError `deployment` when a resource cannot be read
 */
async function settled(
  session: StackSession,
  found: Evidence,
  watch: RunOptions,
): Promise<Evidence> {
  if (!found.recorded?.pending) return found;
  refuseFailures(
    await session.engine.refresh(session.stack, watch),
    "reading the stack's resources",
    "run the same command again once the cause is gone",
  );
  return gatherEvidence(session);
}

/**
 * Checks the cluster once everything is up; a class has none. The result is undefined after a
 * failed `up`.
 */
function clusterStage(
  session: StackSession,
  deploying: Stage<Result>,
  check: () => Promise<ClusterCheck>,
): Stage<ClusterCheck | undefined> | undefined {
  if (session.config.layout === "class") return undefined;
  return new Stage(
    "cluster",
    async () => {
      if (deploying.result.failures.length > 0) return undefined;
      return check();
    },
    (check) => {
      if (!check) throw new Skipped("because up failed");
      if (check.failures.length > 0) throw new Incomplete(check.text);
      return check.text;
    },
  );
}
