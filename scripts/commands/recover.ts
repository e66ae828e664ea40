import { labCommand } from "../lib/shell/command";
import { runStages, Stage } from "../lib/shell/stages";
import {
  completedText,
  countsText,
  engineProgress,
  engineText,
  failuresText,
  resultDocument,
} from "./stack/engine-report";
import { gatherEvidence, refuseDoubts } from "./stack/evidence";
import { type Adopted, adoptedText, adoptOutside, NOTHING_ADOPTED } from "./stack/adopt-outside";
import { withStack } from "./stack/open-session";
import { NO_STATE } from "./stack/teardown";
import { SPECS } from "./specs";

/**
 * `lab recover`: settles the operations that an interrupted run did not finish, and takes into the
 * state what exists without it. It creates nothing new.
 */
export const recover = labCommand(SPECS.recover, (args, console) =>
  withStack(args, console, async (session) => {
    const evidence = await gatherEvidence(session);
    refuseDoubts(session, evidence);
    const recovering = new Stage(
      `recover ${session.stack.name} with ${engineText(session)}`,
      async (say) => {
        if (!evidence.recorded) return NO_STATE;
        return session.engine.recover(session.stack, engineProgress(console, say));
      },
      ({ counts, failures }) =>
        countsText(counts, failures) === "nothing to do"
          ? "nothing needed repair"
          : completedText({ counts, failures }),
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
      adopted,
      deletedLeftOver: deleted,
    };
    if (failures.length > 0) return { document, text: failuresText(failures), exitCode: 1 };
    return { document, text: settledText(interrupted, adopting.result), exitCode: 0 };
  }),
);

function settledText(urns: readonly string[], { adopted, deleted }: Adopted): string {
  const lines = [
    ...listText(`repaired ${urns.length} interrupted operation(s):`, urns),
    ...listText(`took ${adopted.length} existing resource(s) into the state:`, adopted),
    ...listText("deleted what outlived its workspace:", deleted),
  ];
  return lines.length === 0 ? "nothing needed repair" : lines.join("\n");
}

const listText = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : [title, ...items.map((item) => `  ${item}`)];
