import type { Random } from "../../core/random";
import type { WorkspaceStore } from "../store";
import type { AccessToken, Group, Member } from "../entities";

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

/** The group of who administers the workspace, and that of everyone in it; they cannot be deleted. */
const SYSTEM_GROUPS = ["admins", "users"];

/** Whether a group is one that every workspace has. */
export const isSystemGroup = ({ displayName }: Group): boolean =>
  SYSTEM_GROUPS.includes(displayName);

/** All groups of a workspace, those first that every workspace has. */
export function groupsIn(store: WorkspaceStore): Group[] {
  const members = store.members.values();
  const admins = members.filter(({ admin }) => admin).map(({ id }) => id);
  const users = members.map(({ id }) => id);
  return [
    { id: "1", displayName: "admins", members: admins },
    { id: "2", displayName: "users", members: users },
    ...store.groups.values(),
  ];
}

/** The groups of a member. */
export const groupsOf = (store: WorkspaceStore, { id }: Member): Group[] =>
  groupsIn(store).filter(({ members }) => members.includes(id));

/** Names of the groups of a member. */
export const groupNamesOf = (store: WorkspaceStore, member: Member): string[] =>
  groupsOf(store, member).map(({ displayName }) => displayName);

/** Whether a principal is a group. */
export const isGroup = (store: WorkspaceStore, name: string): boolean =>
  groupsIn(store).some(({ displayName }) => displayName === name);

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
