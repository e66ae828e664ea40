/**
 * `lab` commands one after the other in one process, for whoever types them: a command alone spends
 * most of its time on loading. It listens on the socket that its argument names; `lab-client.cjs`
 * is the other side.
 */
import { PassThrough } from "node:stream";
import { createServer, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { SPECS } from "../../../../scripts/commands/specs";
import type { LabCommand } from "../../../../scripts/lib/shell/command";
import type { Console } from "../../../../scripts/lib/shell/console";
import { parseCommandLine } from "../../../../scripts/lib/shell/parse";
import { explain, printed } from "../../../../scripts/lib/shell/shell";
import { exitCodeOf, type CommandName } from "../../../../scripts/lib/shell/exit-codes";
import { wrapText } from "../../../../scripts/lib/shell/wrap";

/** Columns of the terminal that documents show. */
const COLUMNS = 100;

/** What a client asks for. */
interface Request {
  argv: string[];
  env: NodeJS.ProcessEnv;
}

/** A console on a client's streams; a client that ends its side presses Ctrl-C. */
function consoleOf(socket: Socket, env: NodeJS.ProcessEnv): Console {
  const stop = new AbortController();
  socket.once("end", () => stop.abort());
  let running = "";
  const note = (text: string): void => {
    // A terminal writes over the line of a stage that runs, and over its progress.
    if (text.startsWith("… ")) running = text.slice(2);
    else if (!text.startsWith(`  ${running}: `)) print(socket, `${wrapText(text, COLUMNS)}\n`);
  };
  for (const level of ["debug", "error", "info", "log", "warn"] as const)
    globalThis.console[level] = (...values: unknown[]) => note(values.join(" "));
  return {
    interactive: false,
    isLive: false,
    width: COLUMNS,
    stderr: new PassThrough() as unknown as NodeJS.WriteStream,
    debug: false,
    signal: stop.signal,
    env,
    note,
    confirm: () => Promise.resolve(undefined),
    announce: (_, text) => print(socket, `${text}\n`),
  };
}

const print = (socket: Socket, text: string): void =>
  void socket.write(`${JSON.stringify({ text })}\n`);

/** `class up` is the export `classUp` of scripts/commands/class/up. */
function commandNamed(name: CommandName): LabCommand {
  const file = `../../../../scripts/commands/${name.replace(" ", "/")}`;
  const exported = name.replace(/ (\w)/, (_, letter: string) => letter.toUpperCase());
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would load shared modules a second time
  return (require(file) as Record<string, LabCommand>)[exported]!;
}

/** Runs one command line. @returns its exit code */
async function run({ argv, env }: Request, socket: Socket): Promise<number> {
  const console = consoleOf(socket, env);
  const json = argv.includes("--json");
  let name: CommandName | undefined;
  try {
    const parsed = parseCommandLine(SPECS, argv, { version: "rai-lab", width: COLUMNS });
    if ("print" in parsed) {
      print(socket, parsed.print);
      return 0;
    }
    name = parsed.name;
    const outcome = await commandNamed(name).run(localArgs(parsed), console);
    print(socket, printed(outcome, json, COLUMNS));
    return outcome?.exitCode ?? 0;
  } catch (error) {
    console.note(explain(error, false));
    return name === undefined ? 2 : exitCodeOf(error, name);
  }
}

/** Every command works on the local cloud: nothing here may sign in to Azure. */
const localArgs = ({
  name,
  args,
}: {
  name: CommandName;
  args: object;
}): Parameters<LabCommand["run"]>[0] => ({
  ...args,
  local: "local" in SPECS[name].args ? true : undefined,
});

const server = createServer({ allowHalfOpen: true }, (socket) => {
  createInterface(socket).once("line", (line) => {
    void run(JSON.parse(line) as Request, socket).then((code) =>
      socket.end(`${JSON.stringify({ code })}\n`),
    );
  });
});
server.listen(process.argv[2], () => process.stdout.write("ready\n"));
