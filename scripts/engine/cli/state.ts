/** The state as `pulumi stack export` and `import` carry it. Secrets stay sealed: no clear one comes into a file or a log. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import type { Stack } from "@pulumi/pulumi/automation";
import { type ErrorCode, LabError } from "../../../infra/errors";
import type { PendingOperation, Resource } from "../state/resource";

/** What of it is read or changed here; the rest is carried along. */
export interface ExportedState {
  deployment: { resources?: Resource[]; pending_operations?: PendingOperation[] };
}

/** Larger than any state; Node's own limit is 1 MiB. */
const LARGEST = 2 ** 30;

// The Automation API's own two ask for every secret in clear, and write them into a file that anybody may read.
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
    throw new LabError(code, `pulumi stack ${args[0] ?? ""} failed: ${stderr.trim()}`, {
      where: name,
      cure: "nothing was changed: run the same command again once the cause is gone",
      cause,
    });
  }
}

/** @throws LabError `state-unreadable` */
export const exportState = async (stack: Stack): Promise<ExportedState> =>
  JSON.parse(await run("state-unreadable", stack, "export")) as ExportedState;

/**
 * The CLI takes nothing that breaks its rules of integrity. `folder` holds the document meanwhile.
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
