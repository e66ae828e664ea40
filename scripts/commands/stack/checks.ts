import { LabError } from "../../../infra/errors";
import type { Failure, RunOptions } from "../../engine/engine";
import { refusalOf } from "../../lib/azure/errors";
import { clusterFailures, readClusterHealth, deleteUnfitCluster } from "./cluster-health";
import { countsText, refuseFailures } from "./engine-report";
import type { StackSession } from "./session";

/** Whether an earlier `up` left anything. */
export async function isDeployed({ engine, stack }: StackSession): Promise<boolean> {
  try {
    await engine.outputs(stack);
    return true;
  } catch (error) {
    if (error instanceof LabError && error.code === "not-found") return false;
    throw error;
  }
}

/**
 * Brings the state to what really stands, before an `up` builds on it. Two things the databricks provider never mends:
 * a cluster that did not start (gone, but in the state), and one whose library failed (uninstalled, and said to be there).
 * @throws LabError `deployment` when something cannot be looked at
 */
export async function refreshBeforeUp(session: StackSession, watch: RunOptions): Promise<string> {
  const azure = await session.azure();
  // A workspace that does not answer is told by the refresh, which knows what it wanted of it.
  const cluster = await readClusterHealth(session.config, azure).catch(() => undefined);
  const lost = await deleteUnfitCluster(cluster);
  const result = await session.engine.refresh(session.stack, watch);
  refuseFailures(
    result,
    "looking at what stands",
    "run the same command again once the cause is gone",
  );
  const found = countsText({ ...result.counts, same: 0 });
  return lost === undefined
    ? found
    : `${found}; the cluster that lost ${lost} is deleted, to be made anew`;
}

/** What an `up` that went well does not see. @throws LabError `cloud` when it cannot be looked at */
export async function checkAfterUp(session: StackSession): Promise<Failure[]> {
  const health = await readClusterHealth(session.config, await session.azure()).catch(
    (cause: unknown) => {
      const refusal = refusalOf(cause);
      if (!refusal) throw cause;
      const { reason, cure } = refusal;
      throw new LabError(
        "cloud",
        `All of it is up, but the cluster cannot be looked at: ${reason}`,
        { cure, cause },
      );
    },
  );
  return clusterFailures(health, session.config.databricks.library);
}
