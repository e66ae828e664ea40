import type { WorkspaceStore } from "../store";
import type { Run } from "../entities";

/** Whether a run has ended, in whatever way. */
export const isFinished = (run: Pick<Run, "life_cycle_state">): boolean =>
  run.life_cycle_state === "TERMINATED" || run.life_cycle_state === "INTERNAL_ERROR";

/** Whether a run uses a cluster, or waits for it. */
export const hasActiveRun = (store: WorkspaceStore, clusterId: string): boolean =>
  store.runs.values().some((r) => r.task.existing_cluster_id === clusterId && !isFinished(r));
