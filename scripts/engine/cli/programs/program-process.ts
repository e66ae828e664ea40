/** The one process that runs the programs of all stacks, and their dynamic resources, for the CLI. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { parse } from "yaml";

/** The parts of Pulumi.yaml that say how its program is run. */
interface ProjectFile {
  main?: string;
  runtime?: string | { options?: { nodeargs?: string } };
}

/** A running process, and where it listens. */
interface Running {
  child: ChildProcess;
  port: number;
}

/**
 * Started when it is first needed, with the Node arguments of Pulumi.yaml, and kept until `close`: the
 * program, the SDK and the code of dynamic resources are loaded once for a whole class. It runs the
 * program as it was when it was first loaded. It ends with this process, however that ends.
 */
export class ProgramProcess {
  private running: Promise<Running> | undefined;

  constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    /** A program that sends no request for so many milliseconds has failed. */
    private readonly idleTimeoutMs = 120_000,
  ) {}

  /** The loopback port of both services. */
  async port(): Promise<number> {
    this.running ??= this.start();
    return (await this.running).port;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    const running = await this.running?.catch(() => undefined);
    if (!running) return;
    const { child } = running;
    child.ref();
    const ended = once(child, "exit");
    child.kill();
    await ended;
  }

  private async start(): Promise<Running> {
    const project = parse(
      readFileSync(path.join(this.folder, "Pulumi.yaml"), "utf8"),
    ) as ProjectFile;
    const options = typeof project.runtime === "object" ? project.runtime.options : undefined;
    const nodeargs = options?.nodeargs?.split(/\s+/).filter(Boolean) ?? [];
    const args = [...nodeargs, "--require", END_WITH_ENGINE, path.join(__dirname, "main.cjs")];
    args.push(project.main ?? ".", String(this.idleTimeoutMs));
    const child = spawn(process.execPath, args, {
      cwd: this.folder,
      env: this.env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    // What comes next starts another one.
    child.once("exit", () => (this.running = undefined));
    const [line] = (await Promise.race([
      once(createInterface({ input: child.stdout }), "line"),
      once(child, "exit"),
      once(child, "error"),
    ])) as [unknown];
    const port = Number(line);
    if (!(port > 0)) throw new Error("the process for Pulumi programs does not start");
    // It must not keep this process alive.
    for (const one of [child, child.stdin, child.stdout]) (one as { unref(): void }).unref();
    child.stdout.resume();
    return { child, port };
  }
}

const END_WITH_ENGINE = path.join(__dirname, "../../embedded/program/end-with-engine.cjs");
