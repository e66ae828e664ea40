import { own } from "../../../../infra/json-object";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { refuse } from "../../azure/refusals";
import { azureStore } from "../../azure/store";
import { ApiError, NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import {
  requirePermission,
  grantsOn,
  OBJECT_TYPES,
  permissionType,
  type EffectiveGrant,
} from "./acl";
import type { WorkspaceStore } from "../store";
import type { Grant } from "../entities";
import { invalidParameter, doesNotExist } from "../errors";
import { isGroup, findMember } from "../identity/members";
import { validate } from "../validate";

/*
 * @parity
 * - permissions of a cluster that is not there: 404, unlike `clusters/get` — spec (the provider
 *   takes it for gone)
 * - permissions of objects that this cloud has not (`authorization`, pipelines, repos and more):
 *   501; a notebook task of a job shows its source, `WORKSPACE` by default — spec (fake workspace of
 *   the Databricks CLI)
 * - permissions: singular object types, inheritance from folders, administrators always; a creator
 *   manages what they made — spec, recorded
 * - permissions in a workspace of the Standard tier: 404 FEATURE_DISABLED — spec (code); status and
 *   text guessed
 */

const params = z.object({ type: z.string(), id: z.string() });
const body = z.object({
  access_control_list: z
    .array(
      z.object({
        user_name: z.string().optional(),
        group_name: z.string().optional(),
        service_principal_name: z.string().optional(),
        permission_level: z.string(),
      }),
    )
    .optional(),
});
const PRINCIPAL_KINDS = ["user_name", "group_name", "service_principal_name"] as const;

/** Objects that a workspace has and this cloud has not (the Databricks CLI's own fake workspace lists them). */
const OTHER_TYPES = new Set(
  `alertsv2 apps dashboards database-instances database-projects dbsql-dashboards
  experiments genie pipelines registered-models repos serving-endpoints
  vector-search-endpoints`.split(/\s+/),
);

/** The routes of Permissions 2.0 on clusters, workspace objects, policies, jobs and tokens. */
export function permissionRoutes(app: FastifyInstance, world: World): void {
  const url = "/api/2.0/permissions/:type/:id";
  const target = (request: FastifyRequest) => {
    requirePremium(world, request);
    const { type, id } = validate(params, request.params);
    const known = own(OBJECT_TYPES, type);
    if (OTHER_TYPES.has(type)) throw new NotSimulated(`permissions of ${type}`);
    if (!known) throw invalidParameter(`Unsupported object type: ${type}`);
    requireObject(request.store, type, id);
    return { type, id, ...known };
  };
  const answer = (
    store: WorkspaceStore,
    { type, id, singular }: ReturnType<typeof target>,
  ): Record<string, unknown> => ({
    object_id: `/${type}/${id}`,
    object_type: singular,
    access_control_list: describeGrants(store, grantsOn(store, type, id)),
  });
  const write = (
    request: FastifyRequest,
    isKept: (before: Grant, after: Grant[]) => boolean,
  ): Record<string, unknown> => {
    const found = target(request);
    const { store } = request;
    const { type, id, levels } = found;
    requirePermission(request, type, id, levels.at(-1) ?? "", `/${type}/${id}`);
    const after = (validate(body, request.body).access_control_list ?? []).map((entry) =>
      parseGrant(store, entry, levels),
    );
    const before = (store.grants.get(`${type}/${id}`) ?? []).filter((g) => isKept(g, after));
    store.grants.put(`${type}/${id}`, [...before, ...after]);
    return answer(store, found);
  };

  app.get(url, { config: { operation: "databricks/permissions/read" } }, (request) => {
    const found = target(request);
    const { type, id, levels } = found;
    requirePermission(request, type, id, levels[0] ?? "", `/${type}/${id}`);
    return answer(request.store, found);
  });
  // A replacement keeps the owner of a job when it names no other: a job always has one.
  app.put(url, { config: { operation: "databricks/permissions/write" } }, (request) =>
    write(
      request,
      (g, after) =>
        g.permission_level === "IS_OWNER" && !after.some((a) => a.permission_level === "IS_OWNER"),
    ),
  );
  app.patch(url, { config: { operation: "databricks/permissions/write" } }, (request) =>
    write(request, (g, after) => !after.some((a) => a.principal === g.principal)),
  );
  app.get(`${url}/permissionLevels`, (request) => ({
    permission_levels: target(request).levels.map((permission_level) => ({ permission_level })),
  }));
}

/** @throws ApiError FEATURE_DISABLED in a workspace of the Standard tier */
function requirePremium(world: World, request: FastifyRequest): void {
  const { sku } = azureStore(world).workspaces.get(request.cloudHost.key) ?? {};
  if (sku?.name.toLowerCase() === "standard")
    refuse(
      world,
      new ApiError(
        404,
        "FEATURE_DISABLED",
        "Access control is not available in the Standard tier.",
      ),
    );
}

/** @throws ApiError RESOURCE_DOES_NOT_EXIST, in the words of the object's own API. */
function requireObject(store: WorkspaceStore, type: string, id: string): void {
  const error = doesNotExist(`${type} with id ${id} does not exist.`);
  if (type === "clusters") {
    // 404, while clusters/get answers 400.
    if (!store.clusters.get(id)) throw doesNotExist(`Cluster ${id} does not exist`);
  } else if (type === "cluster-policies") {
    if (!store.policies.get(id)) throw error;
  } else if (type === "instance-pools") {
    if (!store.pools.get(id)) throw error;
  } else if (type === "jobs") {
    if (!store.jobs.get(id)) throw error;
  } else if (type === "authorization") {
    // Passwords are what it has besides, where the workspace signs in people itself.
    if (id !== "tokens") throw new NotSimulated(`the permissions of ${type}/${id}`);
  } else if (
    !store.objects
      .values()
      .some((o) => String(o.object_id) === id && permissionType[o.object_type] === type)
  )
    throw doesNotExist(`Node ID ${id} does not exist.`);
}

function parseGrant(
  store: WorkspaceStore,
  entry: { [k in (typeof PRINCIPAL_KINDS)[number]]?: string | undefined } & {
    permission_level: string;
  },
  levels: string[],
): Grant {
  const { permission_level } = entry;
  const kind = PRINCIPAL_KINDS.find((k) => entry[k] !== undefined);
  const principal = kind && entry[kind];
  if (kind === undefined || principal === undefined)
    throw invalidParameter("An access control entry names no principal.");
  if (!levels.includes(permission_level))
    throw invalidParameter(`Permission type (${permission_level}) is not defined for this object.`);
  const known =
    kind === "group_name" ? isGroup(store, principal) : findMember(store, principal) !== undefined;
  if (!known)
    throw doesNotExist(`Principal: ${PRINCIPAL_LABELS[kind]}(${principal}) does not exist`);
  return { principal, kind, permission_level };
}
const PRINCIPAL_LABELS = {
  user_name: "UserName",
  group_name: "GroupName",
  service_principal_name: "ServicePrincipalName",
};

/** One entry per principal, with all its levels and their origin. */
function describeGrants(
  store: WorkspaceStore,
  grants: EffectiveGrant[],
): Record<string, unknown>[] {
  const names = [...new Set(grants.map((g) => `${g.kind} ${g.principal}`))];
  return names.map((name) => {
    const own = grants.filter((g) => `${g.kind} ${g.principal}` === name);
    const { kind, principal } = own[0]!;
    return {
      [kind]: principal,
      display_name: displayName(store, kind, principal),
      all_permissions: own.map(({ permission_level, inheritedFrom }) => ({
        permission_level,
        inherited: inheritedFrom !== undefined,
        inherited_from_object: inheritedFrom && [inheritedFrom],
      })),
    };
  });
}

function displayName(store: WorkspaceStore, kind: Grant["kind"], principal: string) {
  if (kind === "group_name") return undefined;
  return findMember(store, principal)?.displayName ?? principal;
}
