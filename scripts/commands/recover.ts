import { labCommand } from "../lib/shell/command";
import { Incomplete, runStages, Stage } from "../lib/shell/stages";
import type { Result } from "../engine/engine";
import { engineProgress, engineText, failuresText, resultDocument } from "./stack/engine-report";
import { gatherEvidence, refuseDoubts, refuseElsewhere } from "./stack/evidence";
import { type Adopted, adoptedText, adoptOutside, NOTHING_ADOPTED } from "./stack/adopt-outside";
import { refuseLostClass } from "./stack/lost-class";
import { withStack } from "./stack/open-session";
import { NO_STATE } from "./stack/teardown";
import { SPECS } from "./specs";

/**
 * `lab recover`: settles the operations that an interrupted run did not finish, forgets what somebody
 * deleted, and takes into the state what exists without it. It creates nothing new.
 */
export const recover = labCommand(SPECS.recover, (args, console) =>
  withStack(args, console, async (session) => {
    const evidence = await gatherEvidence(session);
    refuseDoubts(session, evidence);
    await refuseElsewhere(session, evidence);
    await refuseLostClass(session, evidence);
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
    await runStages([recovering, adopting], console);
    const { result } = recovering;
    const { interrupted } = result;
    const { adopted, deleted } = adopting.result;
    const failures = [...result.failures, ...adopting.result.failures];
    const document = {
      schema: "rai-lab/recover/1",
      ...resultDocument(session, { ...result, failures }),
      interrupted,
      forgotten,
      adopted,
      deletedLeftOver: deleted,
    };
    if (failures.length > 0) return { document, text: failuresText(failures), exitCode: 1 };
    return { document, text: settledText(result, adopting.result), exitCode: 0 };
  }),
);

/** A recovery by an engine, and the names of what it removed from the state. */
type Repaired = Result & { forgotten: string[] };

/** The summary of the engine's recovery. @throws Incomplete when something failed */
function repairedText({ interrupted, forgotten, failures }: Repaired): string {
  const parts = [
    ...(interrupted.length > 0 ? [`${interrupted.length} interrupted operation(s) repaired`] : []),
    ...(forgotten.length > 0 ? [`${forgotten.length} no longer exist`] : []),
  ];
  const text = parts.join(", ") || "nothing needed repair";
  if (failures.length > 0) throw new Incomplete(text);
  return text;
}

function settledText({ interrupted, forgotten }: Repaired, { adopted, deleted }: Adopted): string {
  const lines = [
    ...listText(`repaired ${interrupted.length} interrupted operation(s):`, interrupted),
    ...listText(`removed ${forgotten.length} from the state, which no longer exist:`, forgotten),
    ...listText(`took ${adopted.length} existing resource(s) into the state:`, adopted),
    ...listText("deleted what was in the way:", deleted),
  ];
  return lines.length === 0 ? "nothing needed repair" : lines.join("\n");
}

const listText = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [title, ...items.map((item) => `  ${item}`)];
