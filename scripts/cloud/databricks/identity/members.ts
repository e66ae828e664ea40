import type { Random } from "../../core/random";
import type { WorkspaceStore } from "../store";
import type { AccessToken, Member } from "../entities";

/** Who calls: a member of the workspace, and the run whose notebook it is, when it is one. */
export interface Caller {
  member: Member;
  run?: number;
}

export function findMember(store: WorkspaceStore, userName: string): Member | undefined {
  const name = userName.toLowerCase();
  return store.members.values().find((m) => m.userName.toLowerCase() === name);
}

/** Adds a member under a new numeric id. The caller has checked that the name is free. */
export function addMember(
  store: WorkspaceStore,
  random: Random,
  member: Omit<Member, "id">,
): Member {
  const id = random.digits(15);
  return store.members.put(id, { ...member, id });
}

/** The groups that always exist. */
export const groupsOf = (member: Member): string[] =>
  member.admin ? ["admins", "users"] : ["users"];
export const isGroup = (name: string): boolean => name === "admins" || name === "users";

/** Issues a bearer of the workspace's own making. */
export function issueToken(
  store: WorkspaceStore,
  random: Random,
  bearer: Omit<AccessToken, "token_id">,
): [string, AccessToken] {
  const token = `${bearer.run === undefined ? "dapi" : "run-"}${random.hex(32)}`;
  return [token, store.bearers.put(token, { ...bearer, token_id: random.hex(32) })];
}
