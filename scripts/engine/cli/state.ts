/** Runs `pulumi stack init`, `export` and `import`. Secrets stay encrypted. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import type { Stack as CliStack } from "@pulumi/pulumi/automation";
import { type ErrorCode, LabError } from "../../../infra/errors";
import type { PendingOperation, Resource } from "../state/resource";
import { isLockedMessage, locked } from "./locked";

/** What names a stack to the CLI. */
type Stack = Pick<CliStack, "name" | "workspace">;

/** The exported fields that are read or changed here; others are kept. */
export interface ExportedState {
  deployment: { resources?: Resource[]; pending_operations?: PendingOperation[] };
}

/** Maximum size of an export. Node's default is 1 MiB. */
const LARGEST = 2 ** 30;

// The Automation API's export and import write every secret in clear into a world-readable file.
async function run(
  code: ErrorCode,
  { name, workspace }: Stack,
  ...args: string[]
): Promise<string> {
  const { pulumiHome, envVars, workDir } = workspace;
  const env = { ...envVars, ...(pulumiHome !== undefined && { PULUMI_HOME: pulumiHome }) };
  const all = ["stack", ...args, "--stack", name, "--non-interactive"];
  try {
    return (await promisify(execFile)("pulumi", all, { cwd: workDir, env, maxBuffer: LARGEST }))
      .stdout;
  } catch (cause) {
    const { stderr = "" } = cause as { stderr?: string };
    if (isLockedMessage(stderr)) throw locked(name, stderr, cause);
    throw new LabError(code, `pulumi stack ${args[0] ?? ""} failed: ${stderr.trim()}`, {
      where: name,
      cure: "nothing was changed: run the same command again once the cause is gone",
      cause,
    });
  }
}

/** The state of a stack. @throws LabError `state-unreadable` */
export const exportState = async (stack: Stack): Promise<ExportedState> =>
  JSON.parse(await run("state-unreadable", stack, "export")) as ExportedState;

/** The state of a stack; undefined when the backend has no such stack. @throws LabError `state-unreadable` */
export async function exportIfExists(stack: Stack): Promise<ExportedState | undefined> {
  try {
    return await exportState(stack);
  } catch (error) {
    if (error instanceof LabError && /no stack named/.test(error.message)) return undefined;
    throw error;
  }
}

/** Creates an empty stack; the stack that the user has selected stays selected. @throws LabError `state-unwritable` */
export async function createStack(stack: Stack): Promise<ExportedState> {
  await run("state-unwritable", stack, "init", "--no-select");
  return exportState(stack);
}

/**
 * Replaces the state of a stack. The CLI verifies its integrity. `folder` is for a temporary file.
 * @throws LabError `state-unwritable`
 */
export async function importState(
  stack: Stack,
  state: ExportedState,
  folder: string,
): Promise<void> {
  const file = path.join(folder, "state.json");
  writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
  await run("state-unwritable", stack, "import", "--file", file);
}
