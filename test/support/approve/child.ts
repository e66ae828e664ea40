/**
 * The commands of a lab in a process of their own, one after the other: a process, since vitest rewrites the code of
 * dynamic resources, and one for all, since each start costs as much as a command.
 */
import { messageOf } from "../../../infra/errors";
import { destroy } from "../../../scripts/commands/destroy";
import { probe } from "../../../scripts/commands/probe";
import { up } from "../../../scripts/commands/up";
import type { Console } from "../../../scripts/lib/shell/console";
import { exitCodeOf } from "../../../scripts/lib/shell/exit-codes";
import { execute } from "../../../scripts/lib/shell/shell";
import type { CommandRequest, CommandResponse } from "./messages";

const COMMANDS = { up, probe, destroy };

async function answer({ id, command, args }: CommandRequest): Promise<CommandResponse> {
  const said: string[] = [];
  const note = (text: string): void => void said.push(text);
  // What dynamic resources warn of.
  globalThis.console.warn = (...values: unknown[]) => note(values.map(String).join(" "));
  const console: Console = {
    interactive: false,
    isLive: false,
    width: Infinity,
    stderr: process.stderr,
    debug: false,
    signal: new AbortController().signal,
    env: process.env,
    note,
    confirm: () => Promise.resolve(undefined),
    announce: () => undefined,
  };
  try {
    const outcome = await execute(COMMANDS[command], args, console);
    const { exitCode = 0, text = "", document } = outcome ?? {};
    return { id, exitCode, said: [...said, text, JSON.stringify(document)].join("\n") };
  } catch (error) {
    return {
      id,
      exitCode: exitCodeOf(error, command),
      said: [...said, messageOf(error)].join("\n"),
    };
  }
}

process.on("message", (asked: CommandRequest) => {
  void answer(asked).then((done) => process.send?.(done));
});
