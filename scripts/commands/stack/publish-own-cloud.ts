import { publishConnection } from "../../cloud/published";
import type { Console } from "../../lib/shell/console";
import { labHome } from "../../lib/stack/paths";
import type { StackHandle } from "./session";

/**
 * Lets other commands attach to the local cloud of this process, as they would to one of `lab
 * cloud`. Where that one runs, or on Azure, there is nothing to publish.
 * @returns ends it
 */
export async function publishOwnCloud(
  { cloud, model }: Pick<StackHandle, "cloud" | "model">,
  console: Console,
): Promise<() => void> {
  // Only a published cloud names its model.
  if (!cloud || cloud.model) return () => undefined;
  const { kind, name } = await model(console.note);
  if (kind === "azure") return () => undefined;
  return publishConnection(labHome(console.env), { ...cloud, model: { kind, name } });
}
