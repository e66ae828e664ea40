import { labCommand } from "../lib/shell/command";
import { Incomplete, runStages, Skipped, Stage, type Say } from "../lib/shell/stages";
import { fields, valueText } from "../lib/shell/table";
import type { Failure, Result } from "../engine/engine";
import { checkAfterUp, isDeployed, refreshBeforeUp } from "./stack/checks";
import { previewChange, refuseDataLoss } from "./stack/data-loss";
import {
  completedText,
  countsText,
  engineProgress,
  engineText,
  failuresText,
  resultDocument,
  type ResultDocument,
} from "./stack/engine-report";
import { clearLocks } from "./stack/locked-deletes";
import { changesText, OutsideChanges } from "./stack/outside-changes";
import { gatherEvidence, refuseElsewhere } from "./stack/evidence";
import { withSession } from "./stack/open-session";
import { refuseGoneClass, refuseLostClass } from "./stack/lost-class";
import { refuseOutside } from "./stack/outside";
import type { StackSession } from "./stack/session";
import { SPECS } from "./specs";

/** `lab up`: creates one stack, or changes it to what its settings say. */
export const up = labCommand(SPECS.up, (args, console) =>
  withSession({ ...args, writes: true, unknownName: "ask" }, console, async (session) => {
    const { engine, stack } = session;
    const outside = new OutsideChanges();
    const refresh = async (say: Say): Promise<string> => {
      const before = await gatherEvidence(session);
      await refuseElsewhere(session, before);
      await refuseLostClass(session, before);
      await refuseGoneClass(session, before);
      const deployed = await isDeployed(session);
      const changes = deployed
        ? await refreshBeforeUp(session, engineProgress(console, say), outside, before)
        : "not created yet";
      // After the refresh, which removes from the state what somebody deleted.
      await refuseOutside(session, await gatherEvidence(session));
      if (!deployed) return changes;
      const plan = await previewChange(session);
      if (!args["allow-data-loss"]) refuseDataLoss(session, plan);
      await clearLocks(session, plan);
      return changes;
    };
    const refreshing = new Stage(`looking at ${stack.name}`, refresh, (text) => text);
    const deploying = new Stage(
      `up ${stack.name} with ${engineText(session)}`,
      (say) => engine.up(stack, outside.deploying(engineProgress(console, say))),
      completedText,
    );
    const checking = clusterStage(session, deploying);
    const stages = [refreshing, deploying, checking].filter((stage) => stage !== undefined);
    await runStages(stages, console);
    const failures = [...deploying.result.failures, ...(checking?.result ?? [])];
    const document = {
      schema: "rai-lab/up/1",
      ...resultDocument(session, { ...deploying.result, failures }),
      changedOutside: outside.changed,
      putBack: outside.putBack,
    };
    if (outside.putBack.length > 0)
      console.note(
        `changed back what somebody changed outside the stack: ${changesText(outside.putBack)}`,
      );
    if (failures.length === 0)
      return { document, text: upText(session, document, console.width), exitCode: 0 };
    const advice = "run `lab up` again once the cause is gone. It creates only what is missing";
    return { document, text: `${failuresText(failures)}\n${advice}`, exitCode: 1 };
  }),
);

/**
 * Checks the cluster once everything is up; a class has none. The result is undefined after a
 * failed `up`.
 */
function clusterStage(
  session: StackSession,
  deploying: Stage<Result>,
): Stage<Failure[] | undefined> | undefined {
  if (session.config.layout === "class") return undefined;
  return new Stage(
    "cluster",
    async () => {
      if (deploying.result.failures.length > 0) return undefined;
      return checkAfterUp(session);
    },
    (failures) => {
      if (!failures) throw new Skipped("because up failed");
      if (failures.length > 0) throw new Incomplete("not ready");
      return "running, library installed";
    },
  );
}

/** What came of it and what is next; the outputs, most of them ids, last. */
export function upText(
  session: StackSession,
  { outputs, resources }: ResultDocument,
  width: number,
): string {
  const { name } = session.stack;
  const place = session.cloud ? " on the local cloud" : "";
  const rows = Object.entries(outputs)
    .filter(([key]) => key !== "readme")
    .map(([key, value]) => [key, valueText(value)] as const);
  return [
    `stack ${name} is up${place}: ${countsText(resources)}`,
    ...nextLines(session),
    "",
    fields(rows, width),
  ].join("\n");
}

function nextLines({ stack, cloud, config }: StackSession): string[] {
  const flag = cloud ? " --local" : "";
  if (config.layout === "class") return [];
  return [`next: npx lab probe ${stack.name}${flag}`];
}
