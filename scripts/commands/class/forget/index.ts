import { existsSync } from "node:fs";
import { LabError } from "../../../../infra/errors";
import type { ClassRecord } from "../../../class/class-record";
import { stacksOfClass } from "../../../class/class-stacks";
import { checkClassName, classFolder, readClassRecord } from "../../../class/class-store";
import { lockClass } from "../../../class/fleet";
import { labCommand } from "../../../lib/shell/command";
import type { Console } from "../../../lib/shell/console";
import { labHome } from "../../../lib/stack/paths";
import { confirmLoss } from "../../stack/confirm-loss";
import { type KeptFiles, keptOf, removeKept } from "../../stack/kept-files";
import { standingLocally, standingOnAzure } from "../../stack/standing-stacks";
import { elsewhere } from "../open/open-class";
import { removeStackSettings } from "../open/stack-settings";
import { CLASS_SPECS } from "../specs";
import { forgottenText, notRemoved } from "./text";

/**
 * `lab class forget`: removes what this machine keeps of a class and its people. It asks no cloud,
 * only which stacks stand.
 */
export const classForget = labCommand(CLASS_SPECS["class forget"], async (args, console) => {
  const { class: name, local, force, yes } = args;
  checkClassName(name);
  const home = labHome(console.env);
  const folder = classFolder(home, name);
  if (!existsSync(folder)) throw nothingKept(name);
  const record = readClassRecord(folder);
  if (record && (record.cloud === "local") !== local) throw elsewhere(name, local);
  const release = lockClass(folder, { class: name });
  try {
    const stacks = [...stacksOfClass(folder, name, record)];
    const standing = await standingOf(stacks, { local, force }, console);
    if (standing.length > 0 && !force) throw stillStands(name, standing, local);
    const question = `Remove the roster, the journal and the answers of class ${name} from this machine?`;
    if (!yes) await confirmLoss(question, "nothing was removed", console);
    const gone = stacks.filter((stack) => !standing.includes(stack));
    const parts = [
      ...keptOf(home, "class", name),
      ...stacks.flatMap((stack) => keptOf(home, "answers", stack)),
      // Without its settings and its state a stack could not be destroyed.
      ...(local ? gone : []).flatMap((stack) => [
        ...keptOf(home, "settings", stack),
        ...keptOf(home, "state", stack),
      ]),
    ];
    remove(home, parts, { record, gone }, console);
    const left = notRemoved({ name, local, standing });
    const document = { schema: "rai-lab/class-forget/1", class: name, removed: parts, left };
    return { document, text: forgottenText(parts, left, console.width), exitCode: 0 };
  } finally {
    release();
  }
});

function remove(
  home: string,
  parts: readonly KeptFiles[],
  { record, gone }: { record: ClassRecord | undefined; gone: readonly string[] },
  console: Pick<Console, "env">,
): void {
  // A killed run of this command must find the stacks again: the record goes last.
  for (const part of [...parts].reverse()) removeKept(home, part);
  if (record) for (const stack of gone) removeStackSettings(record, stack, console);
}

/**
 * Those of the stacks that stand.
 * @throws LabError where the backend cannot be asked, unless forced: then any of them may stand
 */
async function standingOf(
  stacks: readonly string[],
  { local, force }: { local: boolean; force: boolean },
  { env }: Pick<Console, "env">,
): Promise<string[]> {
  if (local) return namesIn(stacks, await standingLocally(env));
  try {
    return namesIn(stacks, await standingOnAzure(env));
  } catch (error) {
    if (force && error instanceof LabError) return [...stacks];
    throw error;
  }
}

const namesIn = (stacks: readonly string[], all: ReadonlySet<string>): string[] =>
  stacks.filter((stack) => all.has(stack));

const nothingKept = (name: string): LabError =>
  new LabError("not-found", `this machine keeps nothing of a class "${name}"`, {
    where: name,
    cure: "npx lab status --prune lists what it keeps",
  });

function stillStands(name: string, standing: readonly string[], local: boolean): LabError {
  const count = standing.length === 1 ? "1 stack" : `${standing.length} stacks`;
  return new LabError("usage", `${count} of class ${name} still stand: ${standing.join(", ")}`, {
    where: name,
    cure: `npx lab class destroy ${name}${local ? " --local" : ""} first; --force forgets it all the same`,
  });
}
