/** A seat whose class has no state: nothing of the seat can be brought up or taken over. */
import { LabError } from "../../../infra/errors";
import { isJsonObject } from "../../../infra/json-object";
import { openWorkspace } from "../../lib/azure/workspace";
import { commandOn, type Evidence } from "./evidence";
import type { StackHandle } from "./session";

/**
 * Why the class of a seat cannot be read: no state records it. Undefined for any other stack, and
 * where the class's state cannot be read at all.
 */
export async function lostClass(
  handle: StackHandle,
  { classStack, classState, existing }: Evidence,
): Promise<LabError | undefined> {
  if (classStack === undefined || !classState) return undefined;
  const { stack } = handle;
  // The CLI finds a class of another project or organization by a reference, and we by its names.
  if (classStack.includes("/") && !handle.cloud) return undefined;
  const { name, recorded } = classState;
  if (recorded && (recorded instanceof LabError || recorded.count > 0)) return undefined;
  const identity = { project: stack.project, stack: stack.name, classStack, existing };
  const exists = await openWorkspace(identity, await handle.azure());
  const command = commandOn(exists ? "recover" : "up", { ...handle, stack: { ...stack, name } });
  return new LabError("not-found", `No state records ${name}, the class of seat ${stack.name}`, {
    where: name,
    cure: exists
      ? `${command} takes the class into a state; then run the same command again`
      : `bring the class up first: ${command}`,
  });
}

/**
 * Why the class of a seat has no place for it: it has deployments for other seats alone, or no keys
 * where the student has no object id. Undefined where it has one, or its state cannot be read.
 */
export function unfitClass(
  handle: StackHandle,
  { classStack, classState }: Evidence,
): LabError | undefined {
  if (classStack === undefined || !classState) return undefined;
  const { stack, settings } = handle;
  // As above: what has this name here may be another class.
  if (classStack.includes("/") && !handle.cloud) return undefined;
  const { name, recorded } = classState;
  if (!recorded || recorded instanceof LabError) return undefined;
  const { seatDeployments, openaiAuth } = recorded.outputs;
  if (isJsonObject(seatDeployments) && !(stack.name in seatDeployments))
    return new LabError(
      "not-found",
      `it has a deployment for each of its seats, and ${stack.name} is not one of them`,
      {
        cure: `add ${stack.name} to the class's rai-lab:seats: ${commandOn("up", { ...handle, stack: { ...stack, name } })}`,
      },
    );
  if (openaiAuth === "entra" && settings.student?.objectId === undefined)
    return new LabError("config", "it has no keys, so that its students get a role by object id", {
      cure: "set rai-lab:student.objectId: az ad user show --id NAME --query id",
    });
  return undefined;
}

/** @throws LabError `not-found` for a seat whose class has no state */
export async function refuseLostClass(handle: StackHandle, evidence: Evidence): Promise<void> {
  const lost = await lostClass(handle, evidence);
  if (lost) throw lost;
}

/**
 * Refuses to bring up a seat whose class lost its workspace: its state still has the address.
 * @throws LabError `not-found`; `cloud`
 */
export async function refuseGoneClass(handle: StackHandle, evidence: Evidence): Promise<void> {
  const { layout, classStack, existing } = evidence;
  if (layout !== "seat" || classStack === undefined) return;
  const { project, name } = handle.stack;
  const identity = { project, stack: name, classStack, existing };
  if (await openWorkspace(identity, await handle.azure())) return;
  const stack = { ...handle.stack, name: classStack.split("/").at(-1)! };
  throw new LabError("not-found", `Class ${stack.name} of seat ${name} has no workspace`, {
    where: classStack,
    cure: `bring the class up first: ${commandOn("up", { ...handle, stack })}`,
  });
}
