import { fork, type ChildProcess } from "node:child_process";
import * as path from "node:path";

/** A script of this folder in a process group of its own, which can be killed as a whole. */
export class WorkerProcess<Job extends object, Report> {
  private readonly child: ChildProcess;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;

  constructor(script: "victim" | "commands") {
    this.child = fork(path.join(__dirname, `${script}.ts`), {
      execArgv: ["--import", require.resolve("tsx")],
      detached: true,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.ended = new Promise((resolve) => this.child.once("exit", () => resolve()));
  }

  send(job: Job): void {
    this.child.send(job, () => undefined);
  }

  /** The next report. */
  report(): Promise<Report> {
    return new Promise((resolve) =>
      this.child.once("message", (message) => resolve(message as Report)),
    );
  }

  onReport(listener: (report: Report) => void): void {
    this.child.on("message", (message) => listener(message as Report));
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
