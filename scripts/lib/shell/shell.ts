import { LabError, messageOf } from "../../../infra/errors";
import { machineError } from "../../base/machine-error";
import { onUnhandledError } from "../../base/unhandled-errors";
import type { LabCommand, Outcome } from "./command";
import { processConsole, widthOf, type Console } from "./console";
import { exitCodeOf, type CommandName } from "./exit-codes";
import { parseCommandLine, type Specs } from "./parse";
import { printable } from "./printable";
import { wrapText } from "./wrap";

/** Commands by name; each is loaded on demand. */
export type Commands = Record<CommandName, () => LabCommand>;

/** What the process prints at its end, and its exit code. */
interface ProcessResult {
  stdout: string;
  code: number;
}

/** The code of everything that is no answer of a command. */
const COULD_NOT_RUN = 2;
const INTERRUPTED = 130;

/** What the shell knows of its commands. */
export interface CommandLine {
  specs: Specs;
  /** What each group of commands is for. */
  groups: Readonly<Record<string, string>>;
}

/** Runs the command that the process's arguments name, prints its outcome and ends the process. */
export async function main(
  { specs, groups }: CommandLine,
  commands: Commands,
  version: string,
): Promise<void> {
  // Node's own codes (1 after a crash, 0 when nothing is left to wait for) are answers of commands.
  process.exitCode = COULD_NOT_RUN;
  const argv = process.argv.slice(2);
  // What stands behind `--` is the command line of another program.
  const own = argv.slice(0, [...argv, "--"].indexOf("--"));
  const json = own.includes("--json");
  const stop = new AbortController();
  stopOnInterrupt(stop);
  const output = watchOutput(stop);
  const { signal } = stop;
  const console = processConsole({
    json,
    debug: own.includes("--debug"),
    signal,
    env: process.env,
  });
  let name: CommandName | undefined;
  const fail = (error: unknown): void => {
    endProcess(failure(machineError(error) ?? error, name, json, console), output);
  };
  onUnhandledError(fail);
  // Nothing is left that could answer.
  process.once("beforeExit", () => {
    fail(new Error("the command ended without an answer"));
  });
  try {
    const width = widthOf(process.stdout);
    const options = { version: `rai-lab ${version}`, width, groups };
    const parsed = parseCommandLine(specs, argv, options);
    if ("print" in parsed) {
      endProcess({ stdout: parsed.print, code: 0 }, output);
      return;
    }
    name = parsed.name;
    const outcome = await commands[name]().run(parsed.args, console);
    endProcess({ stdout: printed(outcome, json, width), code: outcome?.exitCode ?? 0 }, output);
  } catch (error) {
    fail(error);
  }
}

/**
 * Runs one command with its raw arguments and returns its outcome. Tests call it instead of a
 * process.
 */
export async function execute(
  { spec, run }: LabCommand,
  rawArgs: readonly string[],
  console: Console,
): Promise<Outcome | undefined> {
  const options = { version: "", width: console.width };
  const argv = [...spec.name.split(" "), ...rawArgs];
  const parsed = parseCommandLine({ [spec.name]: spec }, argv, options);
  return "print" in parsed ? undefined : run(parsed.args, console);
}

/** Formats an error for people; `debug` adds its stack. */
export function explain(error: unknown, debug: boolean): string {
  const known = error instanceof LabError;
  const lines = [`✖ ${messageOf(error)}`];
  if (known && error.where !== undefined) lines.push(`  where: ${error.where}`);
  if (known && error.cure !== undefined) lines.push(`  try:   ${error.cure}`);
  if (!known && !debug)
    lines.push(
      "  this is a bug in rai-lab: run the command again with --debug, and report what it prints, with the page of `npx lab bug`, as an issue of the repository that you cloned",
    );
  if (debug && error instanceof Error)
    lines.push(error.stack ?? "", ...(error.cause ? [`cause: ${messageOf(error.cause)}`] : []));
  return lines.join("\n");
}

const document = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** What stdout shows of an outcome in so many columns. */
export function printed(outcome: Outcome | undefined, json: boolean, width: number): string {
  if (!outcome || outcome.isPrinted) return "";
  if (json) return document(outcome.document);
  const { text, isPreformatted = false } = outcome;
  return `${isPreformatted ? text : wrapText(text, width)}\n`;
}

function failure(
  error: unknown,
  name: CommandName | undefined,
  json: boolean,
  console: Console,
): ProcessResult {
  console.note(explain(error, console.debug));
  const { code, where, cure } =
    error instanceof LabError ? error : { code: "internal", where: undefined, cure: undefined };
  const details = { code, message: messageOf(error), where, cure };
  return {
    stdout: json ? document({ schema: "rai-lab/error/1", error: details }) : "",
    code: name === undefined ? COULD_NOT_RUN : exitCodeOf(error, name),
  };
}

/**
 * The first Ctrl-C aborts the signal, so that running steps finish; the second ends the process at
 * once.
 */
function stopOnInterrupt(stop: AbortController): void {
  process.on("SIGINT", () => {
    if (stop.signal.aborted) process.exit(INTERRUPTED);
    process.stderr.write(
      "\nstopping: finishing and recording what is running; press Ctrl-C again to end at once\n",
    );
    stop.abort(
      new LabError("interrupted", "interrupted", {
        cure: "run the same command again: it continues where it stopped",
      }),
    );
  });
}

/** Whether all that was printed could be written. */
interface Output {
  isLost: boolean;
}

/**
 * Stops the command as Ctrl-C does when nobody reads its output any more (`lab probe 2>&1 | head`):
 * a crash in the middle would leave a state to recover.
 */
function watchOutput(stop: AbortController): Output {
  const output = { isLost: false };
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (cause: Error) => {
      output.isLost = true;
      const message = `the output could not be written: ${cause.message}`;
      stop.abort(new LabError("interrupted", message, { cause }));
    });
  return output;
}

/**
 * Ends the process when stdout is flushed, since a pipe may be full. Idle sockets and timers of the
 * SDKs are not waited for.
 */
function endProcess({ stdout, code }: ProcessResult, output: Output): void {
  process.exitCode = code;
  const exit = (error?: Error | null): void => {
    if (error) process.stderr.write(`✖ the output could not be written: ${error.message}\n`);
    process.exit(error || output.isLost ? COULD_NOT_RUN : code);
  };
  // Who started `lab cloud` reads its answer and then nothing more: even an empty write would fail.
  if (stdout === "") exit();
  else process.stdout.write(printable(stdout), exit);
}
