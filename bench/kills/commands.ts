/** A process that runs `lab` commands on the stacks of worlds, one job after the other. */
import { register } from "tsx/cjs/api";
import { messageOf } from "../../infra/errors";
import { destroy } from "../../scripts/commands/destroy";
import { recover } from "../../scripts/commands/recover";
import { up } from "../../scripts/commands/up";
import type { LabCommand } from "../../scripts/lib/shell/command";
import { execute, printed } from "../../scripts/lib/shell/shell";
import { recordingConsole } from "../recording-console";
import type { CommandJob, CommandReport } from "./messages";

// Commands load one side of the sessions by `require`, which knows TypeScript under tsx alone.
register();
// The SDK captures a stack for every promise, and mapping them is a fifth of all the time.
process.setSourceMapsEnabled(false);

const COMMANDS: Record<CommandJob["command"], [LabCommand, ...string[]]> = {
  up: [up, "--allow-data-loss"],
  destroy: [destroy, "--yes", "--allow-data-loss"],
  recover: [recover],
};

async function work({ folder, command, engine, stacks }: CommandJob): Promise<CommandReport> {
  const failures: string[] = [];
  for (const stack of stacks) {
    const failure = await run(folder, command, stack, engine);
    if (failure !== undefined) failures.push(`${command} ${stack}: ${failure}`);
  }
  return { failures };
}

async function run(
  folder: string,
  command: CommandJob["command"],
  stack: string,
  engine: CommandJob["engine"],
): Promise<string | undefined> {
  const console = recordingConsole({ ...process.env, RAI_LAB_HOME: folder });
  const [labCommand, ...flags] = COMMANDS[command];
  try {
    const args = [stack, "--local", "--engine", engine, ...flags];
    const outcome = await execute(labCommand, args, console);
    if (outcome?.exitCode === 0) return undefined;
    return printed(outcome, false, console.width);
  } catch (error) {
    return messageOf(error);
  }
}

process.on("message", (job: CommandJob) => {
  work(job)
    .catch((error: unknown): CommandReport => ({ failures: [messageOf(error)] }))
    .then((report) => process.send?.(report))
    .catch(() => process.disconnect());
});
