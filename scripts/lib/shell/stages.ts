import { Listr, ListrLogger, ProcessOutput, type ListrTask } from "listr2";
import { messageOf } from "../../../infra/errors";
import { machineError } from "../../base/machine-error";
import type { Console } from "./console";
import { printable } from "./printable";

/** Shows one line of progress. */
export type Say = (text: string) => void;

/** One stage of a long command, with its result. */
export class Stage<T = unknown> {
  /** How long the stage ran, in seconds. */
  seconds = 0;
  private outcome: { value: T } | undefined;

  /**
   * @param work does the stage's work; `say` shows its progress
   * @param summarise the text beside the title at the end; it may throw `Incomplete`, and the
   * result is kept
   */
  constructor(
    readonly title: string,
    private readonly work: (say: Say) => Promise<T>,
    private readonly summarise: (result: T) => string,
  ) {}

  /** What the work returned. @throws when the stage has not come that far */
  get result(): T {
    if (!this.outcome) throw new Error(`the stage "${this.title}" has no result`);
    return this.outcome.value;
  }

  /** Does the work and returns its summary. */
  async run(say: Say): Promise<string> {
    const start = performance.now();
    try {
      this.outcome = { value: await this.work(say) };
      return this.summarise(this.outcome.value);
    } catch (error) {
      throw machineError(error) ?? error;
    } finally {
      this.seconds = Math.round(performance.now() - start) / 1000;
    }
  }
}

/**
 * Thrown by a stage that did part of its work: the stage is marked as failed, and the next one
 * begins.
 */
export class Incomplete extends Error {}

/**
 * Milliseconds between two lines of progress in a log: a line for every step would bury the rest.
 */
const QUIET_MS = 5_000;

/**
 * Runs stages one after the other and shows their progress on stderr. An `Incomplete` marks its
 * stage and lets the next one begin; any other error stops the run and is thrown unchanged.
 */
export async function runStages(
  stages: readonly Pick<Stage, "title" | "run">[],
  console: Console,
): Promise<void> {
  const processOutput = new ProcessOutput(console.stderr, console.stderr);
  const logger = new ListrLogger({ processOutput, useIcons: true });
  let failure: unknown;
  const tasks = stages.map((stage): ListrTask => {
    let ends = true;
    return {
      title: stage.title,
      exitOnError: () => ends,
      task: async (_, task) => {
        const say: Say = (text) => void (task.output = printable(text));
        try {
          console.signal.throwIfAborted();
          const summary = await stage.run(
            console.interactive || console.debug ? say : throttle(say),
          );
          console.signal.throwIfAborted();
          task.title = printable(`${stage.title}: ${summary}`);
        } catch (error) {
          failure = error;
          ends = !(error instanceof Incomplete);
          const message = printable(messageOf(error));
          // In a log, listr2 itself writes the message behind the title.
          if (!ends && console.interactive) task.title = `${stage.title}: ${message}`;
          throw new Error(message, { cause: error });
        }
      },
    };
  });
  // The shell handles Ctrl-C: listr2 would end the process before the engine has written its state.
  const options = { exitOnError: true, concurrent: false, registerSignalListeners: false } as const;
  const list = console.interactive
    ? new Listr(tasks, {
        ...options,
        renderer: "default",
        rendererOptions: { logger, collapseErrors: false, showErrorMessage: false },
        // Where stdout is no terminal, listr2 falls back to this one: the lines stay on stderr.
        fallbackRendererOptions: { logger },
      })
    : new Listr(tasks, { ...options, renderer: "simple", rendererOptions: { logger } });
  try {
    await list.run();
  } catch {
    // listr2 was given a printable copy of it.
    throw failure as Error;
  }
}

/** Passes on one text in `QUIET_MS` and drops the rest. */
function throttle(say: Say): Say {
  let last = performance.now();
  return (text) => {
    const now = performance.now();
    if (now - last < QUIET_MS) return;
    last = now;
    say(text);
  };
}
