import { labCommand } from "../lib/shell/command";
import { runStages } from "../lib/shell/stages";
import { failuresText, resultDocument } from "./stack/engine-report";
import { gatherEvidence, refuseDoubts, refuseElsewhere } from "./stack/evidence";
import { refuseLostClass } from "./stack/lost-class";
import { withStack } from "./stack/open-session";
import { recoverStack, type Recovered } from "./stack/recover-stack";
import { SPECS } from "./specs";

/** `lab recover`: brings one interrupted stack to a consistent state. */
export const recover = labCommand(SPECS.recover, (args, console) =>
  withStack(args, console, async (session) => {
    const evidence = await gatherEvidence(session);
    refuseDoubts(session, evidence);
    await refuseElsewhere(session, evidence);
    await refuseLostClass(session, evidence);
    const { stages, outcome } = recoverStack(session, evidence, console);
    await runStages(stages, console);
    const result = outcome();
    const { failures, interrupted, forgotten, adopted, deleted } = result;
    const document = {
      schema: "rai-lab/recover/1",
      ...resultDocument(session, result),
      interrupted,
      forgotten,
      adopted,
      deletedLeftOver: deleted,
    };
    if (failures.length > 0) return { document, text: failuresText(failures), exitCode: 1 };
    return { document, text: settledText(result), exitCode: 0 };
  }),
);

function settledText({ interrupted, forgotten, adopted, deleted }: Recovered): string {
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
