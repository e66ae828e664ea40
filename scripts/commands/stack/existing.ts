/** What existed before a stack: from its state, or from its class. */
import type { LabConfig } from "../../../infra/config";
import { LabError } from "../../../infra/errors";
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

/** The class of a seat, and what its state records: undefined without a state. */
export interface ClassState {
  project: string;
  name: string;
  recorded: RecordedState | LabError | undefined;
}

/** Reads the state of the class that a seat's settings or state name. */
export async function readClassState(
  { engine, stack }: Pick<StackHandle, "engine" | "stack">,
  classStack: string,
): Promise<ClassState> {
  const parts = classStack.split("/");
  const name = parts.at(-1)!;
  const project = parts.length === 3 ? parts[1]! : stack.project;
  const recorded = await readState(engine, { ...stack, project, name });
  return { project, name, recorded };
}

/** What the state of a stack records, or why it cannot be read. */
export async function readState(
  engine: StackHandle["engine"],
  stack: StackHandle["stack"],
): Promise<ClassState["recorded"]> {
  try {
    return await engine.recorded(stack);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return error;
  }
}

/**
 * What the class of a seat was built on: as its state says, and where that is lost, its settings. A
 * class of another project is known by its state alone.
 */
export function existingOfClass(
  { stack, settingsOf }: Pick<StackHandle, "stack" | "settingsOf">,
  { project, name, recorded }: ClassState,
): Existing {
  if (recorded && !(recorded instanceof LabError) && recorded.count > 0)
    return existingIn(recorded);
  return project === stack.project ? settingsOf(name).existing : undefined;
}
