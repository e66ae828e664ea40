import type { Random } from "../../core/random";
import type { WorkspaceStore } from "../store";
import type { AccessToken, Member } from "../entities";

/** The identity behind a request: a member, and the id of the run when a notebook calls. */
export interface Caller {
  member: Member;
  run?: number;
}

/** The member with this user name, whatever its case. */
export function findMember(store: WorkspaceStore, userName: string): Member | undefined {
  const name = userName.toLowerCase();
  return store.members.values().find((m) => m.userName.toLowerCase() === name);
}

/** Adds a member under a new id. The caller has checked that the user name is free. */
export function addMember(
  store: WorkspaceStore,
  random: Random,
  member: Omit<Member, "id">,
): Member {
  const id = random.digits(15);
  return store.members.put(id, { ...member, id });
}

/** The groups of a member. The simulator has the two system groups only. */
export const groupsOf = (member: Member): string[] =>
  member.admin ? ["admins", "users"] : ["users"];
/** Whether a principal is one of the system groups. */
export const isGroup = (name: string): boolean => name === "admins" || name === "users";

/**
 * Issues a token of the workspace itself, `dapi…` for a person and `run-…` for a run.
 * @returns The token, and the entity that is kept under it.
 */
export function issueToken(
  store: WorkspaceStore,
  random: Random,
  details: Omit<AccessToken, "token_id">,
): [string, AccessToken] {
  const token = (details.run === undefined ? "dapi" : "run-") + random.hex(32);
  return [token, store.bearers.put(token, { ...details, token_id: random.hex(32) })];
}
