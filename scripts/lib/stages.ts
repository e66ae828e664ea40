import { Listr, ListrLogger, ProcessOutput, type ListrTask } from "listr2";
import type { Console } from "./console";

/** One stage of a long command. `say` shows what is being done; what `run` returns is shown beside the title at its end. */
export interface Stage {
  title: string;
  run(say: (text: string) => void): Promise<string | undefined>;
}

/** Runs stages one after the other with live progress on stderr. The first failure ends it and is thrown unchanged. */
export async function runStages(stages: Stage[], console: Console): Promise<void> {
  const processOutput = new ProcessOutput(console.stderr, console.stderr);
  const logger = new ListrLogger({ processOutput, useIcons: true });
  const tasks = stages.map((stage): ListrTask => ({
    title: stage.title,
    task: async (_, task) => {
      console.signal.throwIfAborted();
      const result = await stage.run((text) => (task.output = text));
      if (result !== undefined) task.title = `${stage.title}: ${result}`;
    },
  }));
  const options = { exitOnError: true, concurrent: false } as const;
  if (console.interactive)
    await new Listr(tasks, {
      ...options,
      renderer: "default",
      rendererOptions: { logger, collapseErrors: false, showErrorMessage: false },
    }).run();
  else await new Listr(tasks, { ...options, renderer: "simple", rendererOptions: { logger } }).run();
}
