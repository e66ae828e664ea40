import { Listr, ListrLogger, ProcessOutput, type ListrTask } from "listr2";
import { messageOf } from "../../../infra/errors";
import type { Console } from "./console";

/**
 * One stage of a long command. `say` shows what is being done; what `run` returns is shown beside the title at its end,
 * and so is what an `Incomplete` says.
 */
export interface Stage {
  title: string;
  run(say: (text: string) => void): Promise<string>;
}

/** Thrown by a stage that did not do all of its work: it is marked so, and the next one begins. */
export class Incomplete extends Error {}

/** A line a step would bury a log that nobody watches live: there, one line in this many milliseconds is enough. */
const QUIET_MS = 5_000;

/** Runs stages one after the other with live progress on stderr. The first other failure ends it and is thrown unchanged. */
export async function runStages(stages: Stage[], console: Console): Promise<void> {
  const processOutput = new ProcessOutput(console.stderr, console.stderr);
  const logger = new ListrLogger({ processOutput, useIcons: true });
  const tasks = stages.map((stage): ListrTask => {
    let ends = true;
    return {
      title: stage.title,
      exitOnError: () => ends,
      task: async (_, task) => {
        console.signal.throwIfAborted();
        const say = (text: string): void => void (task.output = text);
        try {
          const result = await stage.run(
            console.interactive || console.debug ? say : throttle(say),
          );
          console.signal.throwIfAborted();
          task.title = `${stage.title}: ${result}`;
        } catch (error) {
          ends = !(error instanceof Incomplete);
          // In a log the message is written behind the title.
          if (!ends && console.interactive) task.title = `${stage.title}: ${messageOf(error)}`;
          throw error;
        }
      },
    };
  });
  // Ctrl-C is ours: listr2 would end the process before the state is written.
  const options = { exitOnError: true, concurrent: false, registerSignalListeners: false } as const;
  if (console.interactive)
    await new Listr(tasks, {
      ...options,
      renderer: "default",
      rendererOptions: { logger, collapseErrors: false, showErrorMessage: false },
    }).run();
  else
    await new Listr(tasks, { ...options, renderer: "simple", rendererOptions: { logger } }).run();
}

/** Passes on what is said after a while of silence, and drops the rest. */
function throttle(say: (text: string) => void): (text: string) => void {
  let last = performance.now();
  return (text) => {
    const now = performance.now();
    if (now - last < QUIET_MS) return;
    last = now;
    say(text);
  };
}
