import { LabError } from "../../../infra/errors";
import type { Failure, Plan, Result, RunOptions } from "../../engine/engine";
import { refusalOf } from "../../lib/azure/errors";
import {
  clusterFailures,
  clusterText,
  deleteCopies,
  deleteUnfitCluster,
  readClusterHealth,
} from "./cluster-health";
import { previewChange } from "./data-loss";
import type { Evidence } from "./evidence";
import { changesText, type OutsideChanges } from "./outside-changes";
import type { StackSession } from "./session";

const CLUSTER = "databricks:index/cluster:Cluster";

/**
 * Previews an `up` of the stack as it is in the cloud, after deleting a cluster that did not start or
 * lost its library, and copies of it. The databricks provider repairs neither: it leaves a cluster
 * whose restart failed as it is, and uninstalls a failed library, which stays in the state.
 * @returns the plan, and what has changed outside the stack, in words
 * @throws LabError `deployment` when a resource cannot be read, or the preview fails
 */
export async function previewUp(
  session: StackSession,
  watch: RunOptions,
  outside: OutsideChanges,
  { existing, recorded }: Pick<Evidence, "existing" | "recorded">,
): Promise<{ plan: Plan; changes: string }> {
  const azure = await session.azure();
  const polling = { clock: await session.clock(), signal: watch.signal };
  // The preview reports a workspace that does not answer.
  const config = { ...session.config, existing };
  const id = recorded?.resources.find(({ type }) => type === CLUSTER)?.id;
  const cluster = await readClusterHealth(config, azure, id, polling).catch(() => undefined);
  watch.signal?.throwIfAborted();
  const copies = await deleteCopies(cluster);
  const unfit = await deleteUnfitCluster(cluster);
  const plan = await previewChange(session, outside.previewing(watch));
  if (unfit !== undefined) outside.forget(CLUSTER);
  // The counts of a refresh say "2 updated" of a stack that nobody touched.
  const changes = changesText(outside.changed);
  const parts = [
    changes && `changed outside: ${changes}`,
    unfit && `the cluster ${unfit}, so it was deleted and up creates a new one`,
    ...copiesText(copies),
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
  { clusterId }: Result["outputs"],
  signal: AbortSignal,
): Promise<ClusterCheck> {
  const config = { ...session.config, existing };
  const azure = await session.azure();
  const polling = { clock: await session.clock(), signal };
  const id = String(clusterId);
  const health = await readClusterHealth(config, azure, id, polling).catch((cause: unknown) => {
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
  if (!health || failures.length > 0) return { failures, text: "not ready" };
  const copies = copiesText(await deleteCopies(health));
  return { failures, text: [clusterText(health, library), ...copies].join("; ") };
}

const copiesText = (count: number): string[] =>
  count > 0 ? [`deleted ${count} more of its name, which lost answers had left`] : [];
