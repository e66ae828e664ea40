import * as path from "node:path";
import { LabError } from "../../../infra/errors";
import { folderOf } from "../../../infra/names/physical-names";
import { refusalOf } from "../../lib/azure/errors";
import { openWorkspace } from "../../lib/azure/workspace";
import type { Console } from "../../lib/shell/console";
import { PROJECT, WORK_FOLDER } from "../../lib/stack/paths";
import { readSettings } from "../../lib/stack/settings";
import { destroyCommand, type Evidence } from "./evidence";
import { knownStacks } from "./known-stacks";
import type { StackHandle } from "./session";

/**
 * The seats of a class that still exist, by the names of their stacks: those that a state records,
 * and those whose folder is in the workspace.
 */
async function existingSeats(handle: StackHandle, env: NodeJS.ProcessEnv): Promise<string[]> {
  const seats = [...(await recordedSeats(handle, env)), ...(await seatFolders(handle))];
  return [...new Set(seats)].sort();
}

/** The stacks with a folder in the class's workspace; none where it cannot be read. */
async function seatFolders(handle: StackHandle): Promise<string[]> {
  const { project, name: stack } = handle.stack;
  const folder = path.posix.dirname(folderOf({ project, stack }));
  const list = `/api/2.0/workspace/list?path=${encodeURIComponent(folder)}`;
  try {
    const workspace = await openWorkspace({ project, stack }, await handle.azure());
    const answer = await workspace?.get<{ objects?: { path: string }[] }>(list);
    return answer?.objects?.map((one) => path.posix.basename(one.path)) ?? [];
  } catch (error) {
    if (!refusalOf(error)) throw error;
    return [];
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
  readSettings(PROJECT, stack, { settings: WORK_FOLDER, onInvalid: () => undefined }).config[
    "rai-lab:classStack"
  ] ?? "";

/**
 * Refuses to destroy a class whose seats exist, with the students' work in its workspace. At a
 * terminal the user decides.
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
  if (seats.length === 0) return false;
  const { name } = handle.stack;
  const loss = `class ${name} has the seats ${seats.join(", ")}: destroying it deletes their notebooks and files`;
  if ((await console.confirm(`${loss}. Destroy it?`)) === true) return true;
  const command = destroyCommand(handle);
  throw new LabError("data-loss", loss, {
    where: name,
    cure: `destroy the seats first (${command.replace(name, seats[0]!)}), or run: ${command} --allow-data-loss`,
  });
}
