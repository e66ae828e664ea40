/** Takes what exists outside a stack's state into it. */
import { LabError } from "../../../infra/errors";
import { readUntil } from "../../base/read-until";
import type { Failure, RunOptions } from "../../engine/engine";
import { Incomplete } from "../../lib/shell/stages";
import type { FoundResource, Outside } from "../../proof";
import { type Evidence, lookFor } from "./evidence";
import { liftLock } from "./lift-lock";
import { deleteLeftOver, findOutside, listOf, nameOf, refuseTheirs } from "./outside";
import type { StackHandle } from "./session";

/** What a recovery did outside the state. */
export interface Adopted {
  /** Names of the resources that the state records now. */
  adopted: string[];
  /** Names of what was deleted: a group that outlived its workspace, a lock of the stack. */
  deleted: string[];
  failures: Failure[];
}

/** Nothing existed outside the state. */
export const NOTHING_ADOPTED: Adopted = { adopted: [], deleted: [], failures: [] };

/**
 * Deletes what outlived what it belonged to or could not be made, and takes everything else into the
 * state that exists without it. Where anything of the stack exists, the program says what else to
 * look for: names alone do not give every resource. The stack's own lock, when what it waits for is
 * missing, is lifted: the next `up` makes it again.
 * @throws LabError `exists` | `cloud` | `config`: the program says which resources the stack has
 */
export async function adoptOutside(
  handle: StackHandle,
  evidence: Evidence,
  watch: RunOptions,
): Promise<Adopted> {
  const outside = await findFinished(handle, evidence, watch.signal);
  refuseTheirs(handle, outside);
  const deleted = await deleteLeftOver(handle, evidence, outside);
  const { configuration } = handle;
  if (!outside.exists) return { ...NOTHING_ADOPTED, deleted };
  if (configuration instanceof LabError) {
    if (outside.existing.length > 0) throw configuration;
    return { ...NOTHING_ADOPTED, deleted };
  }
  const adopted: string[] = [];
  const { failures } = await handle.engine.adopt(handle.stack, {
    ...watch,
    onStep: (event) => {
      if (event.operation === "import" && event.phase === "done") adopted.push(event.name);
      watch.onStep?.(event);
    },
  });
  const left = (await findOutside(handle, evidence)).existing;
  const lock = left.find(({ kind }) => kind === "lock");
  if (lock) {
    const { config, session } = await lookFor(handle, evidence);
    await liftLock(config, session);
    deleted.push(nameOf(lock));
  }
  const rest = left.filter((one) => one !== lock);
  return { adopted, deleted, failures: [...failures, ...rest.map(leftOutside)] };
}

/** What is outside the state once nothing of it is still being made. */
async function findFinished(
  handle: StackHandle,
  evidence: Evidence,
  signal: AbortSignal | undefined,
): Promise<Outside> {
  const isFinished = ({ existing }: Outside): boolean =>
    !existing.some(({ unfinished }) => unfinished === true);
  const polling = { clock: await handle.clock(), signal };
  return readUntil(() => findOutside(handle, evidence), isFinished, polling);
}

const leftOutside = (found: FoundResource): Failure => ({
  urn: found.id,
  code: "exists",
  message: `${listOf([found])} exists, and the program does not create it with these settings`,
  cure: "correct the settings, or delete it by hand",
});

/** The summary of a recovery outside the state. @throws Incomplete when something failed */
export function adoptedText({ adopted, deleted, failures }: Adopted): string {
  const parts = [
    ...(adopted.length > 0 ? [`${adopted.length} taken into the state`] : []),
    ...deleted.map((group) => `${group} deleted`),
  ];
  const text = parts.join(", ") || "nothing";
  if (failures.length > 0) throw new Incomplete(text);
  return text;
}
