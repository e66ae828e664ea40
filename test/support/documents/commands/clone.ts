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

/** Makes one. `npx` and `npm` there hand `lab` commands to one process, which stays warm. */
export async function makeClone(): Promise<Clone> {
  const folder = mkdtempSync(path.join(tmpdir(), "rai-lab-clone-"));
  const list = ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const files = execFileSync("git", list, { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
  for (const file of files.filter((one) => existsSync(path.join(ROOT, one))))
    cpSync(path.join(ROOT, file), path.join(folder, file));
  for (const installed of ["node_modules", ".venv"])
    symlinkSync(path.join(ROOT, installed), path.join(folder, installed));
  const people = readFileSync(path.join(ROOT, "docs/roster.csv"), "utf8").split("\n");
  writeFileSync(path.join(folder, "three.csv"), `${people.slice(0, 4).join("\n")}\n`);
  const socket = path.join(folder, "lab.socket");
  const tools = writeTools(folder, socket);
  const server = await startServer(folder, socket);
  return {
    folder,
    type: (lines) => typeInto(folder, tools, lines),
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

/** Between the outputs of two lines: a control character that no command prints. */
const END = "\u001e";

async function typeInto(folder: string, tools: string, lines: readonly string[]): Promise<Ran[]> {
  rmSync(path.join(folder, ".lab"), { recursive: true, force: true });
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
