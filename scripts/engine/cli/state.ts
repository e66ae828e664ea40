/** Runs `pulumi stack init`, `export` and `import`. Secrets stay encrypted. */
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { type ErrorCode, LabError } from "../../../infra/errors";
import type { PendingOperation, Resource } from "../state/resource";
import { isLockedMessage, locked } from "./locked";
import { CliError, runCli, type Workspace } from "./run-cli";

/** What names a stack to the CLI. */
export interface NamedStack {
  name: string;
  workspace: Workspace;
}

/** The exported fields that are read or changed here; others are kept. */
export interface ExportedState {
  deployment: { resources?: Resource[]; pending_operations?: PendingOperation[] };
}

async function run(
  code: ErrorCode,
  { name, workspace }: NamedStack,
  ...args: string[]
): Promise<string> {
  try {
    return await runCli(workspace, ["stack", ...args, "--stack", name]);
  } catch (cause) {
    if (!(cause instanceof CliError)) throw cause;
    const { message } = cause;
    if (isLockedMessage(message)) throw locked(name, message, cause);
    throw new LabError(code, `pulumi stack ${args[0] ?? ""} failed: ${message}`, {
      where: name,
      cure: "nothing was changed: run the same command again once the cause is gone",
      cause,
    });
  }
}

/** The state of a stack. @throws LabError `state-unreadable` */
export const exportState = async (stack: NamedStack): Promise<ExportedState> =>
  JSON.parse(await run("state-unreadable", stack, "export")) as ExportedState;

/** The state of a stack; undefined when the backend has no such stack. @throws LabError `state-unreadable` */
export async function exportIfExists(stack: NamedStack): Promise<ExportedState | undefined> {
  try {
    return await exportState(stack);
  } catch (error) {
    if (error instanceof LabError && /no stack named/.test(error.message)) return undefined;
    throw error;
  }
}

/** Creates an empty stack; the stack that the user has selected stays selected. @throws LabError `state-unwritable` */
export async function createStack(stack: NamedStack): Promise<ExportedState> {
  await run("state-unwritable", stack, "init", "--no-select");
  return { deployment: {} };
}

/**
 * Replaces the state of a stack. The CLI verifies its integrity. `folder` is for a temporary file.
 * @throws LabError `state-unwritable`
 */
export async function importState(
  stack: NamedStack,
  state: ExportedState,
  folder: string,
): Promise<void> {
  const file = path.join(folder, "state.json");
  writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
  await run("state-unwritable", stack, "import", "--file", file);
}
