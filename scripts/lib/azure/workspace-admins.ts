import { LabError } from "../../../infra/errors";
import type { Workspace } from "./workspace";

/** A user of a workspace, as SCIM lists them. */
export interface WorkspaceUser {
  id: string;
  userName: string;
  /** Whether the user is in the group `admins`, directly or through another group. */
  isAdmin: boolean;
}

const SCIM = "/api/2.0/preview/scim/v2";
const ADMINS = "admins";
const PAGE = 100;
/** Far more users than a class has. */
const MAX_PAGES = 100;

interface ListAnswer<T> {
  totalResults?: number;
  Resources?: T[];
}

/** Every user of a workspace. @throws LabError `cloud` | `sign-in` */
export async function usersOf(workspace: Workspace): Promise<WorkspaceUser[]> {
  const all: WorkspaceUser[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const path = `${SCIM}/Users?startIndex=${1 + page * PAGE}&count=${PAGE}`;
    const answer =
      await workspace.get<
        ListAnswer<{ id: string; userName: string; groups?: { display?: string }[] }>
      >(path);
    const { totalResults = 0, Resources: users = [] } = answer ?? {};
    for (const { id, userName, groups = [] } of users)
      all.push({ id, userName, isAdmin: groups.some(({ display }) => display === ADMINS) });
    if (users.length === 0 || all.length >= totalResults) return all;
  }
  throw new LabError("cloud", `${workspace.host} has more users than can be looked through`, {
    cure: "add or remove the admin in the workspace itself",
  });
}

/**
 * Puts a user into the group `admins`: its members may manage everything in the workspace. A
 * person who is no user yet becomes one.
 * @param user what `usersOf` says of them
 * @throws LabError `cloud` | `sign-in`
 */
export async function makeAdmin(
  workspace: Workspace,
  userName: string,
  user: WorkspaceUser | undefined,
): Promise<void> {
  const schemas = ["urn:ietf:params:scim:schemas:core:2.0:User"];
  const added =
    user ??
    (await workspace.ask<{ id: string }>(`${SCIM}/Users`, { schemas, userName, active: true }));
  if (!added) throw notTaken(workspace, `${userName} as a user`);
  await patchAdmins(workspace, { op: "add", path: "members", value: [{ value: added.id }] });
  const now = (await usersOf(workspace)).find(({ id }) => id === added.id);
  if (!now?.isAdmin) throw notTaken(workspace, `${userName} as an admin`);
}

/**
 * Takes a user out of the group `admins`. The user stays in the workspace.
 * @throws LabError `cloud`, also where the user still is an admin through another group; `sign-in`
 */
export async function removeAdmin(
  workspace: Workspace,
  { id, userName }: WorkspaceUser,
): Promise<void> {
  await patchAdmins(workspace, { op: "remove", path: `members[value eq "${id}"]` });
  const now = (await usersOf(workspace)).find((user) => user.id === id);
  if (!now?.isAdmin) return;
  throw new LabError("cloud", `${userName} still is an admin of ${workspace.host}`, {
    cure: "look which other group of the workspace makes them one",
  });
}

/** The forms are those of terraform-provider-databricks, scim/resource_group_member.go. */
async function patchAdmins(workspace: Workspace, operation: object): Promise<void> {
  const filter = encodeURIComponent(`displayName eq "${ADMINS}"`);
  const answer = await workspace.get<ListAnswer<{ id: string }>>(`${SCIM}/Groups?filter=${filter}`);
  const group = answer?.Resources?.[0];
  if (!group)
    throw new LabError("cloud", `${workspace.host} shows no group ${ADMINS}`, {
      cure: "sign in as an admin of the workspace",
    });
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
  await workspace.patch(`${SCIM}/Groups/${group.id}`, { schemas, Operations: [operation] });
}

const notTaken = ({ host }: Workspace, what: string): LabError =>
  new LabError("cloud", `${host} did not take ${what}`, {
    cure: "run the same command again once the workspace answers",
  });
