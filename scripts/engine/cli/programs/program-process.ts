/** A process that runs programs, and their dynamic resources, for the CLI. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";
import { parse } from "yaml";
import { LabError } from "../../../../infra/errors";

/** How the programs of a project are run. */
export interface ProgramsOptions {
  /** Folder of Pulumi.yaml. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /**
   * Milliseconds after which a program that sends no request has failed, and after which a process
   * that a program blocks is killed.
   */
  idleTimeoutMs: number;
}

/** The parts of Pulumi.yaml that say how its program is run. */
interface ProjectFile {
  main?: string;
  runtime?: string | { options?: { nodeargs?: string } };
}

const PING_MS = 1000;
/** V8's last words. */
const OUT_OF_MEMORY = /^FATAL ERROR: .*out of memory/m;
/** Characters of its stderr that are kept. */
const TAIL = 8000;

/**
 * It has the Node arguments of Pulumi.yaml, and runs the program as it was when it was first loaded. It ends
 * with this process, however that ends.
 */
export class ProgramProcess {
  /** The loopback port of both services. */
  port = 0;
  /** Resolves when it has ended. */
  readonly ended: Promise<unknown>;
  private readonly child: ChildProcess;
  private readonly lines: Interface;
  private stderr = "";
  private isBlocked = false;
  /** The number of the last ping, and of the last one that was answered. */
  private sent = 0;
  private answered = 0;

  private constructor(private readonly options: ProgramsOptions) {
    this.child = spawnIn(options);
    this.ended = once(this.child, "close").catch(() => undefined);
    this.lines = createInterface({ input: this.child.stdio[3] as Readable });
    this.child.stderr!.on("data", (chunk: Buffer) => {
      this.stderr = (this.stderr + chunk.toString()).slice(-TAIL);
    });
    // A process that ends reads nothing more.
    this.child.stdin!.on("error", () => undefined);
  }

  /** @throws LabError `deployment` when it does not start */
  static async start(options: ProgramsOptions): Promise<ProgramProcess> {
    const one = new ProgramProcess(options);
    const port = await Promise.race([once(one.lines, "line"), one.ended.then(() => undefined)]);
    if (!port)
      throw new LabError(
        "deployment",
        `the process for Pulumi programs does not start: ${one.firstError ?? one.ending}`,
        {
          where: path.join(options.folder, "Pulumi.yaml"),
          cure: "correct runtime.options.nodeargs there, or what the message names",
        },
      );
    one.port = Number(port[0]);
    one.lines.on("line", (number) => (one.answered = Number(number)));
    one.killWhenBlocked();
    return one;
  }

  /** Asks whether it runs: what it does may fail a little earlier than it is known to have ended. */
  async isRunning(): Promise<boolean> {
    const answer = async (ping: number): Promise<boolean> => {
      while (this.answered < ping) await once(this.lines, "line");
      return true;
    };
    return Promise.race([this.ended.then(() => false), answer(this.ping())]);
  }

  /** Why it has ended, in words. Nothing that a program wrote: another stack's reads it. */
  get ending(): string {
    if (this.isBlocked)
      return `a program blocked it for ${this.options.idleTimeoutMs / 1000} seconds`;
    const { exitCode, signalCode } = this.child;
    if (OUT_OF_MEMORY.test(this.stderr)) return "out of memory";
    return exitCode === null ? `signal ${signalCode}` : `exit code ${exitCode}`;
  }

  async close(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  private get firstError(): string | undefined {
    return /^.*\berror\b.*$/im.exec(this.stderr)?.[0].trim();
  }

  private ping(): number {
    this.child.stdin!.write(`${++this.sent}\n`);
    return this.sent;
  }

  /** Unanswered pings are counted, and not the time: the machine may sleep. */
  private killWhenBlocked(): void {
    let [missed, before] = [0, this.answered];
    const timer = setInterval(() => {
      missed = this.answered === before ? missed + 1 : 0;
      before = this.answered;
      this.ping();
      if (missed * PING_MS <= this.options.idleTimeoutMs) return;
      this.isBlocked = true;
      this.child.kill("SIGKILL");
    }, PING_MS);
    void this.ended.then(() => clearInterval(timer));
  }
}

function spawnIn({ folder, env, idleTimeoutMs }: ProgramsOptions): ChildProcess {
  const text = readFileSync(path.join(folder, "Pulumi.yaml"), "utf8");
  const { main = ".", runtime } = parse(text) as ProjectFile;
  const options = typeof runtime === "object" ? runtime.options : undefined;
  const nodeargs = options?.nodeargs?.split(/\s+/).filter(Boolean) ?? [];
  const args = [...nodeargs, "--require", END_WITH_ENGINE, MAIN, main, String(idleTimeoutMs)];
  return spawn(process.execPath, args, {
    cwd: folder,
    env,
    // What a program prints is not shown, as under the CLI. No program writes to the last pipe.
    stdio: ["pipe", "ignore", "pipe", "pipe"],
  });
}

const MAIN = path.join(__dirname, "main.cjs");
const END_WITH_ENGINE = path.join(__dirname, "../../embedded/program/end-with-engine.cjs");
