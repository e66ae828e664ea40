import { fork, type ChildProcess } from "node:child_process";
import * as path from "node:path";
import type { Job, JobResult } from "./messages";

/** A worker in a process group of its own, which can be killed as a whole. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private readonly ready: Promise<unknown>;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;

  constructor() {
    this.child = fork(path.join(__dirname, "worker.ts"), {
      execArgv: ["--import", require.resolve("tsx")],
      detached: true,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.ready = new Promise((resolve) => this.child.once("message", resolve));
    this.ended = new Promise((resolve) => this.child.once("exit", () => resolve()));
  }

  /** Does one job. Undefined when the process was killed before the job's end. */
  async run(job: Job): Promise<JobResult | undefined> {
    await Promise.race([this.ready, this.ended]);
    const result = new Promise<JobResult>((resolve) =>
      this.child.once("message", (message) => resolve(message as JobResult)),
    );
    this.child.send(job, () => undefined);
    return Promise.race([result, this.ended.then(() => undefined)]);
  }

  /** Ends the whole group at once, as a loss of power does. */
  async kill(): Promise<void> {
    if (this.child.pid === undefined || this.child.exitCode !== null) return;
    try {
      process.kill(-this.child.pid, "SIGKILL");
    } catch (error) {
      // It has just ended by itself.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
    await this.ended;
  }
}
