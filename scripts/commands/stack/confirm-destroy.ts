import type { RecordedState } from "../../engine/engine";
import type { Console } from "../../lib/shell/console";
import { confirmLoss } from "./confirm-loss";
import type { Evidence } from "./evidence";
import type { StackHandle } from "./session";

/**
 * Asks at a terminal before a stack is deleted, and names what goes. Elsewhere nothing is asked.
 * @throws LabError `data-loss` when the user says no
 */
export async function confirmDestroy(
  { stack, cloud }: Pick<StackHandle, "stack" | "cloud">,
  { recorded }: Pick<Evidence, "recorded">,
  console: Pick<Console, "confirm">,
): Promise<void> {
  const place = cloud ? "the local cloud" : "Azure";
  const question = `Delete stack ${stack.name} on ${place}: ${contentOf(recorded)}?`;
  await confirmLoss(question, `stack ${stack.name} was not destroyed`, console);
}

/** What a state records; without one, `lab destroy` deletes what bears the stack's name and tag. */
function contentOf(recorded: RecordedState | undefined): string {
  if (!recorded || recorded.count === 0) return "what bears its name, since no state records it";
  const groups = recorded.resources
    .filter(({ type }) => type === "azure-native:resources:ResourceGroup")
    .flatMap(({ id }) => id?.split("/").at(-1) ?? []);
  const within = groups.length === 0 ? "" : `, with resource group ${groups.join(", ")}`;
  return `${recorded.count} resources${within}`;
}
