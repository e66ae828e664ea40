import type { ClusterState, Clusters } from "../open/clusters";
import type { Clock } from "../../../base/clock";
import { gatherEvidence } from "../../stack/evidence";
import type { StackResult, StackWork } from "./stack-jobs";

/** Starts the cluster of a seat, and waits until it answers. */
export const startWork =
  (clusters: Clusters, clock: Clock): StackWork =>
  (cloud, stack, _console, { signal }) =>
    onCluster(cloud, stack, (outputs) => clusters.start(outputs, clock, signal));

/** Turns the cluster of a seat off: it costs nothing then, and files stay. */
export const stopWork =
  (clusters: Clusters, clock: Clock): StackWork =>
  (cloud, stack, _console, { signal }) =>
    onCluster(cloud, stack, (outputs) => clusters.stop(outputs, clock, signal));

async function onCluster(
  cloud: Parameters<StackWork>[0],
  stack: string,
  work: (outputs: Record<string, unknown>) => Promise<ClusterState>,
): Promise<StackResult> {
  const { recorded } = await gatherEvidence(await cloud.open({ stack }));
  if (!recorded || !("clusterId" in recorded.outputs)) return failure("it is not brought up");
  const { state, reason } = await work(recorded.outputs);
  if (state === "ready" || state === "stopped") return { state };
  return { state: "unhealthy", failure: { code: "cluster-unfit", message: reason ?? state } };
}

const failure = (message: string): StackResult => ({
  state: "failed",
  failure: { code: "not-found", message, cure: "bring it up first: lab class up" },
});
