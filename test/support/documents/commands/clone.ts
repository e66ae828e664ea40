import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "../../../..");

/** A command that ran. */
export interface Ran {
  output: string;
  code: number;
}

/** A folder as `git clone` and `npm ci` make it, in which documents' command lines run. */
export interface Clone {
  folder: string;
  /** Types command lines into one bash, in a world of their own. */
  type(lines: readonly string[]): Promise<Ran[]>;
  stop(): void;
}

/** What a first run installs; it may be a link, which Git does not ignore. */
const INSTALLED = ["node_modules", ".venv"];

/** Makes one. `npx` and `npm` there hand `lab` commands to one process, which stays warm. */
export async function makeClone(): Promise<Clone> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-clone-"));
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const files = execFileSync("git", list, { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
  const isThere = (one: string): boolean => existsSync(path.join(ROOT, one));
  for (const file of files.filter((one) => isThere(one) && !INSTALLED.includes(one)))
    cpSync(path.join(ROOT, file), path.join(folder, file));
  for (const installed of INSTALLED.filter(isThere))
    symlinkSync(path.join(ROOT, installed), path.join(folder, installed));
  const people = readFileSync(path.join(ROOT, "docs/roster.csv"), "utf8").split("\n");
  writeFileSync(path.join(folder, "three.csv"), `${people.slice(0, 4).join("\n")}\n`);
  const socket = path.join(folder, "lab.socket");
  const tools = writeTools(folder, socket);
  const server = await startServer(folder, socket);
  return {
    folder,
    type: async (lines) => {
      rmSync(path.join(folder, ".lab"), { recursive: true, force: true });
      const stopCloud = await runCloud(socket);
      try {
        return await typeInto(folder, tools, lines);
      } finally {
        await stopCloud();
      }
    },
    stop: () => {
      server.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns the folder of `npx` and `npm` */
function writeTools(folder: string, socket: string): string {
  const tools = path.join(folder, "tools");
  mkdirSync(tools);
  const client = path.join(folder, "test/support/documents/commands/lab-client.cjs");
  const npx = path.join(tools, "npx");
  const command = [process.execPath, client, socket].map((word) => `'${word}'`).join(" ");
  writeFileSync(npx, `#!/bin/bash\n[ "$1" = lab ] && exec ${command} "\${@:2}"\nexit 98\n`);
  chmodSync(npx, 0o755);
  return tools;
}

/** The warm process, once it listens. */
async function startServer(folder: string, socket: string): Promise<ChildProcess> {
  const script = path.join(folder, "test/support/documents/commands/lab-server.ts");
  const child = spawn(process.execPath, ["--require", "tsx/cjs", script, socket], {
    cwd: folder,
    env: { ...process.env, TSX_TSCONFIG_PATH: path.join(folder, "tsconfig.json") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((resolve, reject) => {
    child.stdout.once("data", resolve);
    child.once("exit", () => reject(new Error("the process of `lab` commands ended")));
  });
  return child;
}

/**
 * Runs `lab cloud` for the commands of one document: between two commands that each start one,
 * another process of a busy machine may take its ports. @returns what presses Ctrl-C
 */
async function runCloud(socketFile: string): Promise<() => Promise<void>> {
  const socket = connect(socketFile);
  socket.write(`${JSON.stringify({ argv: ["cloud", "--model", "planted"], env: {} })}\n`);
  let said = "";
  for await (const chunk of socket.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    if (said.includes("export ARM_TENANT_ID")) break;
    if (said.includes('"code"')) throw new Error(`lab cloud ended: ${said}`);
  }
  socket.resume();
  return async () => {
    const closed = once(socket, "close");
    socket.end();
    await closed;
  };
}

/** Between the outputs of two lines: a control character that no command prints. */
const END = "\u001e";

async function typeInto(folder: string, tools: string, lines: readonly string[]): Promise<Ran[]> {
  const script = lines.map((line) => `${line}\nprintf '${END}%s${END}' $?\n`).join("");
  const { RAI_LAB_HOME: _, ...env } = process.env;
  const PATH = [tools, "/usr/bin", "/bin"].join(path.delimiter);
  const bash = spawn("bash", ["-c", `exec 2>&1\n${script}`], {
    cwd: folder,
    env: { ...env, PATH },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let all = "";
  bash.stdout.setEncoding("utf8").on("data", (chunk: string) => (all += chunk));
  await new Promise((resolve) => bash.once("close", resolve));
  const parts = all.split(END);
  return lines.map((_, n) => ({ output: parts[2 * n] ?? "", code: Number(parts[2 * n + 1]) }));
}
