import { labCommand } from "../lib/shell/command";
import { runStages } from "../lib/shell/stages";
import { fields, valueText } from "../lib/shell/table";
import { bringUp } from "./stack/bring-up";
import { countsText, failuresText, type ResultDocument } from "./stack/engine-report";
import { withSession } from "./stack/open-session";
import { changesText } from "./stack/outside-changes";
import type { StackSession } from "./stack/session";
import { SPECS } from "./specs";

/** `lab up`: creates one stack, or changes it to what its settings say. */
export const up = labCommand(SPECS.up, (args, console) =>
  withSession({ ...args, writes: true, unknownName: "ask" }, console, async (session) => {
    const { force } = args;
    const options = { allowDataLoss: args["allow-data-loss"], doctor: { force } };
    const { stages, outcome } = bringUp(session, console, options);
    await runStages(stages, console);
    const document = { schema: "rai-lab/up/1", ...outcome() };
    const { failures, putBack } = document;
    if (putBack.length > 0)
      console.note(`changed back what somebody changed outside the stack: ${changesText(putBack)}`);
    if (failures.length === 0)
      return { document, text: upText(session, document, console.width), exitCode: 0 };
    const advice = "run `lab up` again once the cause is gone. It creates only what is missing";
    return { document, text: `${failuresText(failures)}\n${advice}`, exitCode: 1 };
  }),
);

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
