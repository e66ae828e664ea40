import { labCommand } from "../lib/shell/command";
import { bashCompletion } from "../lib/shell/completion/bash";
import { fishCompletion } from "../lib/shell/completion/fish";
import { completedCommands } from "../lib/shell/completion/words";
import { zshCompletion } from "../lib/shell/completion/zsh";
import { SPECS } from "./specs";
import { knownStacks } from "./stack/known-stacks";

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `lab completion`: prints the script of a shell, or the names of stacks for it. */
export const completion = labCommand(SPECS.completion, async ({ shell }, console) => {
  if (shell === "stacks") {
    // Only those that can be listed without a service: a key press does not wait for one.
    const { names } = await knownStacks(true, console.env);
    return {
      document: { schema: "rai-lab/completion/1", stacks: names },
      text: names.join("\n"),
      exitCode: 0,
    };
  }
  const script = SCRIPTS[shell](completedCommands(SPECS));
  return {
    document: { schema: "rai-lab/completion/1", shell, script },
    text: script.trimEnd(),
    isPreformatted: true,
    exitCode: 0,
  };
});
