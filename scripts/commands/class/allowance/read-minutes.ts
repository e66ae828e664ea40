import { dayOf, type Allowance, minutesToday, type SeatMinutes } from "../../../class/allowance";
import type { Clusters } from "../open/clusters";
import { type StartRight, startRightOf } from "./start-right";

/** The minutes of a seat, and the right that goes with them. */
export interface SeatAllowance extends SeatMinutes {
  /** Undefined where nobody is known to have one. */
  right: StartRight | undefined;
}

/**
 * What a seat has used of today's minutes, and whether its student may start the cluster; undefined
 * for a stack without a cluster, and for a cluster that is gone.
 * @param now milliseconds, by the cloud's clock
 * @throws LabError `cloud` | `sign-in`; RestError of Azure's client
 */
export async function readMinutes(
  clusters: Pick<Clusters, "workspaceOf" | "find" | "events">,
  outputs: Record<string, unknown>,
  { minutesADay, zone }: Allowance,
  now: number,
): Promise<SeatAllowance | undefined> {
  if (!("clusterId" in outputs)) return undefined;
  const clusterId = String(outputs["clusterId"]);
  const workspace = await clusters.workspaceOf(outputs);
  const cluster = await clusters.find(outputs);
  if (!workspace || !cluster) return undefined;
  const { single_user_name: student } = cluster;
  const right =
    student === undefined ? undefined : await startRightOf(workspace, clusterId, student);
  const events = await clusters.events(outputs, dayOf(now, zone).start);
  return {
    used: events ? minutesToday(events, now, zone) : null,
    allowed: minutesADay,
    mayStart: right?.mayStart ?? null,
    right,
  };
}
