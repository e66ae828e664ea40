/** The one process that runs the programs of all stacks for the CLI. */
import { ProgramProcess, type ProgramsOptions } from "./program-process";

/** A program ended, or blocked, the process that it alone was run in. */
export class ProgramEndedProcess extends Error {}

/**
 * Started when it is first needed and kept until `close`: the program, the SDK and the code of dynamic
 * resources are loaded once for a whole class.
 */
export class Programs {
  private shared: Promise<ProgramProcess> | undefined;

  constructor(private readonly options: ProgramsOptions) {}

  /**
   * Runs `work` with the loopback port of the process. Where that ends while `work` fails, one of its
   * programs has ended it, and none can tell which: `work` is run again, after `again`, with a process
   * that nobody else uses.
   * @throws ProgramEndedProcess when that one ends, too
   */
  async use<T>(work: (port: number) => Promise<T>, again: (reason: string) => void): Promise<T> {
    const shared = await this.start();
    try {
      return await work(shared.port);
    } catch (error) {
      if (await shared.isRunning()) throw error;
      again(shared.ending);
    }
    const own = await ProgramProcess.start(this.options);
    try {
      return await work(own.port);
    } catch (error) {
      if (await own.isRunning()) throw error;
      throw new ProgramEndedProcess(`the program ended its process: ${own.ending}`, {
        cause: error,
      });
    } finally {
      await own.close();
    }
  }

  /** Ends the process. */
  async close(): Promise<void> {
    const shared = await this.shared?.catch(() => undefined);
    await shared?.close();
  }

  private start(): Promise<ProgramProcess> {
    if (!this.shared) {
      const started = ProgramProcess.start(this.options);
      this.shared = started;
      // What comes next starts another one.
      const forget = (): void => (this.shared = undefined);
      started.then(({ ended }) => ended.then(forget), forget);
    }
    return this.shared;
  }
}
