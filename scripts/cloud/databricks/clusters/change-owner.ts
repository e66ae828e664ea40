import type { World } from "../../core/world";
import { doesNotExist, invalidState } from "../errors";
import { findMember } from "../identity/members";
import { grantCreator } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import { clusterById } from "./clusters";

/**
 * Gives a stopped cluster to another member, who may manage it from now on.
 * @throws ApiError INVALID_PARAMETER_VALUE for an unknown cluster, INVALID_STATE unless it is
 * stopped, RESOURCE_DOES_NOT_EXIST for an unknown member
 */
export function changeOwner(world: World, store: WorkspaceStore, id: string, name: string): void {
  const cluster = clusterById(world, store, id);
  if (cluster.state !== "TERMINATED")
    throw invalidState(`Cluster ${id} must be terminated to change its owner.`);
  const member = findMember(store, name);
  if (!member) throw doesNotExist(`User ${name} does not exist.`);
  const others = (store.grants.get(`clusters/${id}`) ?? []).filter(
    ({ principal }) => ![member.userName, cluster.creator_user_name].includes(principal),
  );
  grantCreator(store, { member }, "clusters", id);
  store.grants.update(`clusters/${id}`, (own) => [...own, ...others]);
  store.clusters.put(id, { ...cluster, creator_user_name: member.userName });
}
