import { LabError } from "../../../infra/errors";
import type { Failure, RunOptions } from "../../engine/engine";
import { refusalOf } from "../../lib/azure/errors";
import { clusterFailures, readClusterHealth, deleteUnfitCluster } from "./cluster-health";
import { refuseFailures } from "./engine-report";
import { type Evidence, gatherEvidence } from "./evidence";
import { changesText, type OutsideChanges } from "./outside-changes";
import type { StackSession } from "./session";

/**
 * Refreshes the state before an `up`, and deletes a cluster that lost its library. The databricks
 * provider repairs neither a cluster that did not start (deleted, but in the state) nor a failed
 * library (uninstalled, but in the state).
 * @returns what has changed, in words
 * @throws LabError `deployment` when a resource cannot be read
 */
export async function refreshBeforeUp(
  session: StackSession,
  watch: RunOptions,
  outside: OutsideChanges,
  { existing }: Pick<Evidence, "existing">,
): Promise<string> {
  const azure = await session.azure();
  // The refresh reports a workspace that does not answer.
  const cluster = await readClusterHealth({ ...session.config, existing }, azure).catch(
    () => undefined,
  );
  const lostLibrary = await deleteUnfitCluster(cluster);
  const result = await session.engine.refresh(session.stack, outside.refreshing(watch));
  refuseFailures(
    result,
    "reading the stack's resources",
    "run the same command again once the cause is gone",
  );
  if (lostLibrary !== undefined) outside.forget("databricks:index/cluster:Cluster");
  // The counts of a refresh say "2 updated" of a stack that nobody touched.
  const changes = changesText(outside.changed);
  const parts = [
    changes && `changed outside: ${changes}`,
    lostLibrary && `the cluster lost ${lostLibrary}, so it was deleted and up creates a new one`,
  ];
  return parts.filter(Boolean).join("; ") || "no changes";
}

/**
 * Checks the cluster after an `up` without failures, which does not notice these.
 * @throws LabError `cloud` when it cannot
 */
export async function checkAfterUp(session: StackSession): Promise<Failure[]> {
  const { existing } = await gatherEvidence(session);
  const config = { ...session.config, existing };
  const health = await readClusterHealth(config, await session.azure()).catch((cause: unknown) => {
    const refusal = refusalOf(cause);
    if (!refusal) throw cause;
    const { reason, cure } = refusal;
    throw new LabError(
      "cloud",
      `Everything was created, but the cluster's state could not be read: ${reason}`,
      { cure, cause },
    );
  });
  return clusterFailures(health, session.config.databricks.library);
}
