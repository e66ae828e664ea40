import { Listr, ListrLogger, ProcessOutput } from "listr2";
import { type Examined, findingLine, type Question } from "../../doctor";
import type { Console } from "../../lib/shell/console";
import { printableLine } from "../../lib/shell/printable";

/**
 * Waits for all answers, and shows each as a row of the terminal as soon as it comes. The rows are
 * cleared at the end: the report that follows has them all.
 */
export async function withLiveRows(
  questions: readonly Question[],
  { stderr }: Pick<Console, "stderr">,
): Promise<Examined[]> {
  const answers = Promise.all(questions.map(({ answer }) => answer));
  const width = Math.max(...questions.map(({ rule }) => rule.length));
  const processOutput = new ProcessOutput(stderr, stderr);
  const rows = new Listr(
    questions.map(({ rule, answer }) => ({
      title: rule,
      task: async (_: unknown, row: { title: string }) => {
        const { finding } = await answer;
        row.title = printableLine(findingLine(finding, width));
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      renderer: "default",
      rendererOptions: {
        clearOutput: true,
        showErrorMessage: false,
        // A row has the mark of its finding: a tick beside a refusal would contradict it.
        icon: { COMPLETED: "" },
        logger: new ListrLogger({ processOutput, useIcons: false }),
      },
    },
  );
  await rows.run();
  return answers;
}
