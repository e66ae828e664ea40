import { LabError } from "../../../infra/errors";
import type { Failure, Plan, RunOptions } from "../../engine/engine";
import { refusalOf } from "../../lib/azure/errors";
import {
  clusterFailures,
  clusterText,
  deleteUnfitCluster,
  readClusterHealth,
} from "./cluster-health";
import { previewChange } from "./data-loss";
import type { Evidence } from "./evidence";
import { changesText, type OutsideChanges } from "./outside-changes";
import type { StackSession } from "./session";

/**
 * Previews an `up` of the stack as it is in the cloud, after deleting a cluster that did not start or
 * lost its library. The databricks provider repairs neither: it leaves a cluster whose restart failed
 * as it is, and uninstalls a failed library, which stays in the state.
 * @returns the plan, and what has changed outside the stack, in words
 * @throws LabError `deployment` when a resource cannot be read, or the preview fails
 */
export async function previewUp(
  session: StackSession,
  watch: RunOptions,
  outside: OutsideChanges,
  { existing }: Pick<Evidence, "existing">,
  signal: AbortSignal,
): Promise<{ plan: Plan; changes: string }> {
  const azure = await session.azure();
  const polling = { clock: await session.clock(), signal };
  // The preview reports a workspace that does not answer.
  const cluster = await readClusterHealth({ ...session.config, existing }, azure, polling).catch(
    () => undefined,
  );
  signal.throwIfAborted();
  const unfit = await deleteUnfitCluster(cluster);
  const plan = await previewChange(session, outside.previewing(watch));
  if (unfit !== undefined) outside.forget("databricks:index/cluster:Cluster");
  // The counts of a refresh say "2 updated" of a stack that nobody touched.
  const changes = changesText(outside.changed);
  const parts = [
    changes && `changed outside: ${changes}`,
    unfit && `the cluster ${unfit}, so it was deleted and up creates a new one`,
  ];
  return { plan, changes: parts.filter(Boolean).join("; ") || "no changes" };
}

/** A cluster after an `up`: why it is not fit for use, else what it does, in words. */
export interface ClusterCheck {
  failures: Failure[];
  text: string;
}

/**
 * Checks the cluster after an `up` without failures, which does not notice these.
 * @throws LabError `cloud` when it cannot
 */
export async function checkAfterUp(
  session: StackSession,
  { existing }: Pick<Evidence, "existing">,
  signal: AbortSignal,
): Promise<ClusterCheck> {
  const config = { ...session.config, existing };
  const azure = await session.azure();
  const polling = { clock: await session.clock(), signal };
  const health = await readClusterHealth(config, azure, polling).catch((cause: unknown) => {
    const refusal = refusalOf(cause);
    if (!refusal) throw cause;
    const { reason, cure } = refusal;
    throw new LabError(
      "cloud",
      `Everything was created, but the cluster's state could not be read: ${reason}`,
      { cure, cause },
    );
  });
  const { library } = session.config.databricks;
  const failures = clusterFailures(health, library);
  return {
    failures,
    text: health && failures.length === 0 ? clusterText(health, library) : "not ready",
  };
}
