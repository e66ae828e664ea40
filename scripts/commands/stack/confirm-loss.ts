import { LabError } from "../../../infra/errors";
import type { Console } from "../../lib/shell/console";

/**
 * Asks at a terminal before something is lost. Elsewhere nothing is asked.
 * @param kept what a no means, as a sentence
 * @throws LabError `data-loss` when the user says no
 */
export async function confirmLoss(
  question: string,
  kept: string,
  console: Pick<Console, "confirm">,
): Promise<void> {
  if ((await console.confirm(question)) === false)
    throw new LabError("data-loss", kept, { cure: "answer y, or add --yes" });
}
