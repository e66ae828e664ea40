/** What existed before a stack: from its state, or from its class. */
import type { LabConfig } from "../../../infra/config";
import { isJsonObject } from "../../../infra/json-object";
import type { RecordedState } from "../../engine/engine";
import type { StackHandle } from "./session";

type Existing = LabConfig["existing"];

/** Whether an `up` has once ended well: a killed one leaves no outputs. */
export const isBuilt = (recorded: RecordedState | undefined): recorded is RecordedState =>
  recorded !== undefined &&
  recorded.count > 0 &&
  "databricksWorkspaceResourceId" in recorded.outputs;

/** What the outputs of a state say. */
export function existingIn(recorded: RecordedState | undefined): Existing {
  const existing = recorded?.outputs["existing"];
  return isJsonObject(existing) ? existing : undefined;
}

/**
 * What the class of a seat was built on: as its state says, and where that is lost, its settings. A
 * class of another project is known by its state alone.
 */
export async function existingOfClass(
  { engine, stack, settingsOf }: Pick<StackHandle, "engine" | "stack" | "settingsOf">,
  classStack = "",
): Promise<Existing> {
  const parts = classStack.split("/");
  const name = parts.at(-1)!;
  if (name === "") return undefined;
  const project = parts.length === 3 ? parts[1]! : stack.project;
  const recorded = await engine.recorded({ ...stack, project, name }).catch(() => undefined);
  if (recorded && recorded.count > 0) return existingIn(recorded);
  return project === stack.project ? settingsOf(name).existing : undefined;
}
