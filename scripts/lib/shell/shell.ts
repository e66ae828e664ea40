import { stripVTControlCharacters } from "node:util";
import { runCommand, renderUsage } from "citty";
import { LabError, messageOf } from "../../../infra/errors";
import { toCitty, type LabCommand, type Outcome } from "./command";
import { processConsole, type Console } from "./console";
import { printable } from "./printable";

/** Commands by name; each is loaded on demand. */
export type Commands = Record<string, () => LabCommand>;

/** Errors after which no command could do its work: exit code 2. */
const USAGE_CODES = new Set(["usage", "config", "state-unreadable"]);
const INTERRUPTED = 130;

/** What the process prints at its end, and its exit code. */
interface ProcessResult {
  stdout: string;
  code: number;
}

/** Runs the command that the process's arguments name, prints its outcome and ends the process. */
export async function main(commands: Commands, summary: string): Promise<void> {
  const { stdout, code } = await answer(commands, summary, process.argv.slice(2));
  process.exitCode = code;
  // Exit only when stdout is flushed, since a pipe may be full. Do not wait for idle sockets and
  // timers of the SDKs.
  process.stdout.write(printable(stdout), () => process.exit(code));
}

async function answer(commands: Commands, summary: string, argv: string[]): Promise<ProcessResult> {
  const [name = "", ...rest] = argv;
  const json = rest.includes("--json");
  const console = processConsole({
    json,
    debug: rest.includes("--debug"),
    signal: interrupts(),
    env: process.env,
  });
  if (["", "--help", "-h", "help"].includes(name)) return { stdout: summary, code: 0 };
  const load = commands[name];
  if (!load)
    return failure(
      new LabError("usage", `there is no command ${name}`, { cure: "npx lab --help" }),
      2,
      json,
      console,
    );
  const command = load();
  try {
    if (rest.includes("--help") || rest.includes("-h"))
      return { stdout: `${await usage(command, console)}\n`, code: 0 };
    const outcome = await execute(command, rest, console);
    if (!outcome) return { stdout: "", code: 0 };
    return {
      stdout: json ? document(outcome.document) : `${outcome.text}\n`,
      code: outcome.exitCode,
    };
  } catch (error) {
    return failure(error, command.errorExit ?? 1, json, console);
  }
}

const document = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Runs one command with its raw arguments and returns its outcome. Tests call it instead of a
 * process.
 */
export async function execute(
  command: LabCommand,
  rawArgs: string[],
  console: Console,
): Promise<Outcome | undefined> {
  let outcome: Outcome | undefined;
  try {
    await runCommand(
      toCitty(command, console, (result) => (outcome = result)),
      { rawArgs },
    );
  } catch (error) {
    if (error instanceof Error && error.name === "CLIError")
      // citty colours its messages even where they are not read on a terminal.
      throw new LabError("usage", stripVTControlCharacters(error.message), {
        cure: `npx lab ${command.name} --help`,
        cause: error,
      });
    throw error;
  }
  return outcome;
}

/** Formats an error for people; `debug` adds its stack. */
export function explain(error: unknown, debug: boolean): string {
  const known = error instanceof LabError;
  const lines = [`✖ ${messageOf(error)}`];
  if (known && error.where !== undefined) lines.push(`  where: ${error.where}`);
  if (known && error.cure !== undefined) lines.push(`  cure:  ${error.cure}`);
  if (!known && !debug)
    lines.push(
      "  this is a fault of rai-lab: run the command again with --debug and report what it prints",
    );
  if (debug && error instanceof Error)
    lines.push(error.stack ?? "", ...(error.cause ? [`cause: ${messageOf(error.cause)}`] : []));
  return lines.join("\n");
}

async function usage(command: LabCommand, console: Console): Promise<string> {
  return renderUsage(toCitty(command, console, () => undefined));
}

/**
 * The first Ctrl-C aborts the signal, so that running steps finish; the second ends the process at
 * once.
 */
function interrupts(): AbortSignal {
  const controller = new AbortController();
  process.on("SIGINT", () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write(
      "\nstopping: what runs is finished and recorded; press Ctrl-C again to end at once\n",
    );
    controller.abort(
      new LabError("interrupted", "interrupted", {
        cure: "run the same command again: it goes on where it stopped",
      }),
    );
  });
  return controller.signal;
}

function exitCodeOf(errorCode: string, errorExit: number): number {
  if (errorCode === "interrupted") return INTERRUPTED;
  return USAGE_CODES.has(errorCode) ? 2 : errorExit;
}

function failure(
  error: unknown,
  errorExit: number,
  json: boolean,
  console: Console,
): ProcessResult {
  const { code, where, cure } =
    error instanceof LabError ? error : { code: "internal", where: undefined, cure: undefined };
  console.note(explain(error, console.debug));
  return {
    stdout: json
      ? document({
          schema: "rai-lab/error/1",
          error: { code, message: messageOf(error), where, cure },
        })
      : "",
    code: exitCodeOf(code, errorExit),
  };
}
