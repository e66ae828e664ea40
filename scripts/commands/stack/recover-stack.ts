import type { Result } from "../../engine/engine";
import type { Console } from "../../lib/shell/console";
import { Incomplete, Stage } from "../../lib/shell/stages";
import { type Adopted, adoptedText, adoptOutside, NOTHING_ADOPTED } from "./adopt-outside";
import { engineProgress, engineText } from "./engine-report";
import type { Evidence } from "./evidence";
import type { StackOperation } from "./operation";
import type { StackHandle } from "./session";
import { NO_STATE } from "./teardown";

/** A recovery by an engine, the names of what it removed from the state, and what it adopted. */
export type Recovered = Result & { forgotten: string[] } & Pick<Adopted, "adopted" | "deleted">;

/**
 * Settles the operations that an interrupted run did not finish, forgets what somebody deleted, and
 * takes into the state what exists without it. It creates nothing new.
 */
export function recoverStack(
  session: StackHandle,
  evidence: Evidence,
  console: Console,
): StackOperation<Recovered> {
  const forgotten: string[] = [];
  const recovering = new Stage(
    `recover ${session.stack.name} with ${engineText(session)}`,
    async (say) => {
      if (!evidence.recorded) return { ...NO_STATE, forgotten };
      const watch = engineProgress(console, say);
      const result = await session.engine.recover(session.stack, {
        ...watch,
        onStep: (event) => {
          if (event.operation === "delete" && event.phase === "done") forgotten.push(event.name);
          watch.onStep?.(event);
        },
      });
      return { ...result, forgotten };
    },
    repairedText,
  );
  const adopting = new Stage(
    "what no state records",
    async (say) => {
      if (recovering.result.failures.length > 0) return NOTHING_ADOPTED;
      return adoptOutside(session, evidence, engineProgress(console, say));
    },
    adoptedText,
  );
  return {
    stages: [recovering, adopting],
    outcome: () => {
      const { adopted, deleted, failures } = adopting.result;
      const { result } = recovering;
      return { ...result, failures: [...result.failures, ...failures], adopted, deleted };
    },
  };
}

/** The summary of the engine's recovery. @throws Incomplete when something failed */
function repairedText({
  interrupted,
  forgotten,
  failures,
}: Omit<Recovered, keyof Adopted> & Pick<Result, "failures">): string {
  const parts = [
    ...(interrupted.length > 0 ? [`${interrupted.length} interrupted operation(s) repaired`] : []),
    ...(forgotten.length > 0 ? [`${forgotten.length} no longer exist`] : []),
  ];
  const text = parts.join(", ") || "nothing needed repair";
  if (failures.length > 0) throw new Incomplete(text);
  return text;
}
