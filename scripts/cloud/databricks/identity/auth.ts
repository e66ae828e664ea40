import type { FastifyRequest } from "fastify";
import type { Claims } from "../../core/tokens";
import { ApiError } from "../../core/errors";
import { isEnforced } from "../../azure/refusals";
import type { World } from "../../core/world";
import { hasPermission } from "../../azure/authorization/access";
import { workspaceStore, type WorkspaceStore } from "../store";
import { permissionDenied } from "../errors";
import { openWorkspaces, type OpenWorkspace } from "../lifecycle";
import { addMember, findMember, type Caller } from "./members";

/*
 * @parity
 * - Entra tokens for the Databricks resource; first call of who manages the Azure resource (two
 *   headers) makes an administrator: it needs
 *   `Microsoft.Databricks/workspaces/assignWorkspaceAdmin/action` and `workspaces/read` there —
 *   spec; actions documented for the first, both together reported; service principals only is ours
 * - 401/403 texts; `Unauthorized access to workspace` — reported; its `retry-after-ms: 20` is ours,
 *   for those who wait for a role to take effect
 */

/** The resource that Entra tokens for Azure Databricks are issued for. */
export const DATABRICKS_AUDIENCE = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
const RESOURCE_ID = "x-databricks-azure-workspace-resource-id";
const MANAGEMENT_TOKEN = "x-databricks-azure-sp-management-token";

declare module "fastify" {
  interface FastifyRequest {
    /** The caller of a workspace. Set, as `store` is, on every route that needs a token. */
    caller: Caller;
    /** The content of the workspace. */
    store: WorkspaceStore;
  }
}

/** The workspace that a request's host belongs to. @throws ApiError NOT_FOUND when it is gone. */
export function requestedWorkspace(world: World, request: FastifyRequest): OpenWorkspace {
  const open = openWorkspaces(world).get(request.cloudHost.key);
  if (!open) throw new ApiError(404, "NOT_FOUND", "Workspace not found.");
  return open;
}

/**
 * Sets `caller` and `store` of a request.
 * @throws ApiError UNAUTHENTICATED (401) without a valid token, PERMISSION_DENIED (403) for an
 * identity that is not an active member.
 */
export async function authenticate(world: World, request: FastifyRequest): Promise<void> {
  const workspace = requestedWorkspace(world, request);
  request.store = workspaceStore(world.store, workspace.workspaceId);
  request.caller = await identifyCaller(world, workspace, request);
  if (!request.caller.member.active) throw permissionDenied("This user is not active.");
}

async function identifyCaller(
  world: World,
  workspace: OpenWorkspace,
  request: FastifyRequest,
): Promise<Caller> {
  const { store } = request;
  const token = tokenOf(request.headers.authorization ?? "");
  const issued = store.bearers.get(token);
  if (issued && issued.expiry_time > world.clock.now()) {
    const member = store.members.get(issued.memberId);
    if (member) return { member, run: issued.run };
  }
  const claims = await world.tokens.verify(request.headers.authorization);
  if (claims?.aud !== DATABRICKS_AUDIENCE)
    throw new ApiError(
      401,
      "UNAUTHENTICATED",
      "Credential was not sent or was of an unsupported type for this API.",
    );
  const userName = claims.idtyp === "app" ? claims.appid : claims.upn;
  if (userName === undefined) throw unauthorized(workspace.workspaceId);
  const known = findMember(store, userName);
  const isAdmin = known?.admin === true || !isEnforced(world, "PERMISSION_DENIED");
  if (known) return { member: { ...known, admin: isAdmin } };
  if (!(await managesResource(world, workspace, request, claims)))
    throw unauthorized(workspace.workspaceId);
  const admin = { userName, displayName: userName, kind: claims.idtyp, active: true, admin: true };
  // Another first call may have added it meanwhile.
  const member = findMember(store, userName) ?? addMember(store, world.random, admin);
  return { member };
}

const unauthorized = (workspaceId: string): ApiError =>
  new ApiError(403, "PERMISSION_DENIED", `Unauthorized access to workspace: ${workspaceId}`, {
    // A program that waits until the workspace accepts it would really wait, minutes long.
    headers: { "retry-after-ms": "20" },
  });

/** The token of `Bearer TOKEN`, or of `Basic token:TOKEN`, which `curl --netrc` sends; else empty. */
function tokenOf(authorization: string): string {
  const basic = /^Basic (\S+)$/i.exec(authorization)?.[1];
  if (basic === undefined) return /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? "";
  return /^token:(.*)$/.exec(Buffer.from(basic, "base64").toString())?.[1] ?? "";
}

/** What makes an identity an administrator of a workspace; Contributor and Owner have both. */
const ADMIN_ACTIONS = [
  "Microsoft.Databricks/workspaces/assignWorkspaceAdmin/action",
  "Microsoft.Databricks/workspaces/read",
];

/**
 * Whether the caller manages the Azure resource. Such an identity becomes an administrator on its
 * first call, which proves the right with two headers. The simulator grants it to service
 * principals only, because its users are students.
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
  if (typeof management !== "string") return false;
  const manager = await world.tokens.verify(`Bearer ${management}`);
  if (manager?.oid !== claims.oid || claims.idtyp !== "app") return false;
  return ADMIN_ACTIONS.every((action) => hasPermission(world, claims.oid, action, workspace.armId));
}
