import type { FastifyRequest } from "fastify";
import type { Claims } from "../../core/tokens";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { workspaceStore, type WorkspaceStore } from "../store";
import type { OpenWorkspace } from "../lifecycle";
import { openWorkspaces } from "../lifecycle";
import { addMember, findMember, type Caller } from "./members";

/** The resource that Entra tokens for Azure Databricks are issued for. */
export const DATABRICKS_AUDIENCE = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
const RESOURCE_ID = "x-databricks-azure-workspace-resource-id";
const MANAGEMENT_TOKEN = "x-databricks-azure-sp-management-token";

declare module "fastify" {
  interface FastifyRequest {
    /** Who calls a workspace, and what is inside it. Set for every route that needs a token. */
    caller: Caller;
    store: WorkspaceStore;
  }
}

/** The workspace a request is addressed to. */
export function requestedWorkspace(world: World, request: FastifyRequest): OpenWorkspace {
  const open = openWorkspaces(world).get(request.cloudHost.key);
  if (!open) throw new ApiError(404, "NOT_FOUND", "Workspace not found.");
  return open;
}

/** Fills in `caller` and `content`. @throws 401 without a valid token, 403 for somebody who is not a member. */
export async function authenticate(world: World, request: FastifyRequest): Promise<void> {
  const workspace = requestedWorkspace(world, request);
  request.store = workspaceStore(world.store, workspace.workspaceId);
  request.caller = await identifyCaller(world, workspace, request);
  if (!request.caller.member.active)
    throw new ApiError(403, "PERMISSION_DENIED", "This user is not active.");
}

async function identifyCaller(
  world: World,
  workspace: OpenWorkspace,
  request: FastifyRequest,
): Promise<Caller> {
  const { store } = request;
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const bearer = token === undefined ? undefined : store.bearers.get(token);
  if (bearer && bearer.expiry_time > world.clock.now()) {
    const member = store.members.get(bearer.memberId);
    if (member) return { member, ...(bearer.run !== undefined && { run: bearer.run }) };
  }
  const claims = await world.tokens.verify(request.headers.authorization);
  if (claims?.aud !== DATABRICKS_AUDIENCE)
    throw new ApiError(
      401,
      "UNAUTHENTICATED",
      "Credential was not sent or was of an unsupported type for this API.",
    );
  const userName = claims.idtyp === "app" ? claims.appid : claims.upn;
  const known = userName === undefined ? undefined : findMember(store, userName);
  if (known) return { member: known };
  if (userName !== undefined && (await managesResource(world, workspace, request, claims)))
    return {
      member: addMember(store, world.random, {
        userName,
        displayName: userName,
        kind: claims.idtyp,
        active: true,
        admin: true,
      }),
    };
  throw new ApiError(
    403,
    "PERMISSION_DENIED",
    `Unauthorized access to workspace: ${workspace.workspaceId}`,
  );
}

/**
 * An identity that manages the Azure resource becomes an administrator on its first call, which proves that right with
 * two headers. The local cloud gives it to service principals: its people are students.
 */
async function managesResource(
  world: World,
  workspace: OpenWorkspace,
  request: FastifyRequest,
  claims: Claims,
): Promise<boolean> {
  const resource = request.headers[RESOURCE_ID];
  const management = request.headers[MANAGEMENT_TOKEN];
  if (typeof resource !== "string" || resource.toLowerCase() !== workspace.armId.toLowerCase())
    return false;
  const manager =
    typeof management === "string" ? await world.tokens.verify(`Bearer ${management}`) : undefined;
  return manager?.oid === claims.oid && claims.idtyp === "app";
}
