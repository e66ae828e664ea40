import { LabError } from "../../../infra/errors";
import { type Refusal, refusalOf } from "../../lib/azure/errors";
import { openWorkspace } from "../../lib/azure/workspace";
import type { Console } from "../../lib/shell/console";
import { PROJECT } from "../../lib/stack/paths";
import { readSettings } from "../../lib/stack/settings";
import { stackFolders } from "../../proof/seat-traces";
import { destroyCommand, type Evidence } from "./evidence";
import { knownStacks } from "./known-stacks";
import type { StackHandle } from "./session";

/** The seats of a class that still exist, by the names of their stacks. */
interface ExistingSeats {
  names: string[];
  /** Why the workspace could not be read, in which seats that no state records would be. */
  unknown: Refusal | undefined;
}

/** The seats that a state records, and those whose folder is in the workspace. */
async function existingSeats(handle: StackHandle, env: NodeJS.ProcessEnv): Promise<ExistingSeats> {
  const recorded = await recordedSeats(handle, env);
  const { project, name: stack } = handle.stack;
  try {
    const workspace = await openWorkspace({ project, stack }, await handle.azure());
    const found = workspace === undefined ? [] : await stackFolders(workspace, project);
    const names = [...recorded, ...found.map((own) => own.stack)];
    return { names: [...new Set(names)].sort(), unknown: undefined };
  } catch (error) {
    const unknown = refusalOf(error);
    if (!unknown) throw error;
    return { names: recorded.sort(), unknown };
  }
}

async function recordedSeats(handle: StackHandle, env: NodeJS.ProcessEnv): Promise<string[]> {
  const { stack, cloud, engine } = handle;
  const { names, listed } = await knownStacks(cloud !== undefined, env);
  const isOwn = (reference: string): boolean => reference.split("/").at(-1) === stack.name;
  if (!cloud)
    return listed
      .filter(({ name, count }) => name !== stack.name && count !== 0)
      .map(({ name }) => name)
      .filter((name) => isOwn(classStackOf(name)));
  const seats: string[] = [];
  for (const name of names.filter((one) => one !== stack.name)) {
    const recorded = await engine.recorded({ ...stack, name }).catch(() => undefined);
    if (recorded && recorded.count > 0 && recorded.references.some(isOwn)) seats.push(name);
  }
  return seats;
}

/** The class that a stack's settings name; empty without one. */
const classStackOf = (stack: string): string =>
  readSettings(PROJECT, stack, { onInvalid: () => undefined }).config["rai-lab:classStack"] ?? "";

/**
 * Refuses to destroy a class whose seats exist, with the students' work in its workspace, or where
 * that could not be seen. At a terminal the user decides.
 * @returns whether the user was asked and said yes
 * @throws LabError `data-loss` with the names of the seats
 */
export async function guardSeats(
  handle: StackHandle,
  { layout, existing }: Evidence,
  allowed: boolean,
  console: Console,
): Promise<boolean> {
  if (layout !== "class" || allowed) return false;
  // A workspace that existed before the class stays, with what the seats have in it.
  if (existing?.workspaceId !== undefined) return false;
  const seats = await existingSeats(handle, console.env);
  const { name } = handle.stack;
  const loss = lossOf(name, seats);
  if (loss === undefined) return false;
  if ((await console.confirm(`${loss}. Destroy it?`)) === true) return true;
  const command = destroyCommand(handle);
  const [seat] = seats.names;
  const first =
    seat === undefined
      ? seats.unknown!.cure
      : `destroy the seats first (${command.replace(name, seat)})`;
  throw new LabError("data-loss", loss, {
    where: name,
    cure: `${first}, or run: ${command} --allow-data-loss`,
  });
}

/** What of the students would go with a class; undefined where it is certain that nothing would. */
function lossOf(name: string, { names, unknown }: ExistingSeats): string | undefined {
  if (names.length > 0)
    return `class ${name} has the seats ${names.join(", ")}: destroying it deletes their notebooks and files`;
  if (unknown === undefined) return undefined;
  return `whether class ${name} has seats could not be seen (${unknown.reason}): destroying it deletes the notebooks and files of any`;
}
