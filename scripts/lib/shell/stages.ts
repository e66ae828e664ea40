import {
  Listr,
  ListrDefaultRendererLogLevels,
  ListrLogger,
  ProcessOutput,
  type ListrTask,
} from "listr2";
import { machineError } from "../../base/machine-error";
import type { Console } from "./console";
import { printableLine } from "./printable";

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

/** Thrown by a stage that has nothing to do, with the reason: `because up failed`. */
export class Skipped extends Error {}

/** A stage whatever its result: what running it needs. */
export type Runnable = Pick<Stage, "title" | "run">;

/** Timers for signs of life; a test moves them by hand. */
export interface Ticker {
  now(): number;
  /** Calls `tick` every `ms` milliseconds, until the returned function is called. */
  every(ms: number, tick: () => void): () => void;
}

const realTicker: Ticker = {
  now: () => performance.now(),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms);
    return () => {
      clearInterval(timer);
    };
  },
};

/**
 * Runs stages one after the other and shows their progress on stderr. An `Incomplete` marks its
 * stage and lets the next one begin, as a `Skipped` does; any other error stops the run and is
 * thrown unchanged, for the shell to explain.
 */
export async function runStages(
  stages: readonly Runnable[],
  console: Console,
  ticker: Ticker = realTicker,
): Promise<void> {
  if (console.isLive) await runLive(stages, console);
  else for (const stage of stages) await runLogged(stage, console, ticker);
}

/**
 * Runs stages one after the other as part of something larger, which shows their progress: a line
 * of `say` instead of lines of their own. Errors are thrown as by `runStages`.
 */
export async function runWithin(
  stages: readonly Runnable[],
  console: Pick<Console, "signal">,
  say: Say,
): Promise<void> {
  for (const stage of stages) await ended(stage, console, say);
}

/** Runs a stage until its end. @returns the line that shows it, without a mark, and how it ended */
async function ended(
  stage: Runnable,
  console: Pick<Console, "signal">,
  say: Say,
): Promise<[Mark, string]> {
  try {
    console.signal.throwIfAborted();
    const summary = await stage.run(say);
    console.signal.throwIfAborted();
    return ["✔", `${stage.title}: ${summary}`];
  } catch (error) {
    if (error instanceof Skipped) return ["–", `${stage.title}: skipped, ${error.message}`];
    if (error instanceof Incomplete) return ["✖", `${stage.title}: ${error.message}`];
    throw error;
  }
}

type Mark = "✔" | "✖" | "–";

/** One live line for each stage of a terminal. */
async function runLive(stages: readonly Runnable[], console: Console): Promise<void> {
  const processOutput = new ProcessOutput(console.stderr, console.stderr);
  const tasks = stages.map((stage): ListrTask => {
    let stops = true;
    return {
      title: printableLine(stage.title),
      exitOnError: () => stops,
      task: async (_, task) => {
        const say: Say = (text) => void (task.output = printableLine(text));
        const [mark, line] = await ended(stage, console, say);
        task.title = printableLine(line);
        if (mark === "–") task.skip(task.title);
        stops = mark !== "✖";
        if (mark === "✖") throw new Incomplete(line);
      },
    };
  });
  await new Listr(tasks, {
    exitOnError: true,
    concurrent: false,
    // The shell handles Ctrl-C: listr2 would end the process before the engine has written its state.
    registerSignalListeners: false,
    renderer: "default",
    rendererOptions: {
      logger: new ListrLogger({ processOutput, useIcons: true }),
      collapseErrors: false,
      showErrorMessage: false,
      icon: { [ListrDefaultRendererLogLevels.SKIPPED_WITH_COLLAPSE]: "–" },
    },
  }).run();
}

/** Milliseconds between two lines of progress in a log: a line for every step would bury the rest. */
const QUIET_MS = 5_000;
/** Milliseconds after which a log shows that a stage still runs. */
const SIGN_OF_LIFE_MS = 60_000;

/** Lines of a stage in a log: its beginning, what changes, a sign of life every minute, its end. */
async function runLogged(stage: Runnable, console: Console, ticker: Ticker): Promise<void> {
  const title = printableLine(stage.title);
  const start = ticker.now();
  const quietMs = console.debug ? 0 : QUIET_MS;
  let latest = "";
  let printed = { text: "", at: start };
  const print = (text: string): void => {
    printed = { text: latest, at: ticker.now() };
    console.note(`  ${title}: ${printableLine(text)}`);
  };
  const say: Say = (text) => {
    latest = text;
    if (text !== printed.text && ticker.now() - printed.at >= quietMs) print(text);
  };
  const stop = ticker.every(SIGN_OF_LIFE_MS, () => {
    const minutes = Math.round((ticker.now() - start) / 60_000);
    if (ticker.now() - printed.at >= SIGN_OF_LIFE_MS)
      print(`${latest || "still running"} (${minutes} min)`);
  });
  try {
    console.note(`… ${title}`);
    const [mark, line] = await ended(stage, console, say);
    console.note(`${mark} ${printableLine(line)}`);
  } catch (error) {
    console.note(`✖ ${title}: failed`);
    throw error;
  } finally {
    stop();
  }
}
