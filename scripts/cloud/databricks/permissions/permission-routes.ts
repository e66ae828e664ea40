import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { demand, grantsOn, OBJECT_TYPES, typeWord, type EffectiveGrant } from "./acl";
import type { Content } from "../store";
import type { Grant } from "../entities";
import { invalid, missing } from "../errors";
import { isGroup, memberNamed } from "../identity/members";
import { read } from "../validate";

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
const KINDS = ["user_name", "group_name", "service_principal_name"] as const;

/** Permissions 2.0 on clusters, workspace objects, policies and jobs. */
export function permissionRoutes(app: FastifyInstance): void {
  const url = "/api/2.0/permissions/:type/:id";
  const target = (
    request: FastifyRequest,
  ): { type: string; id: string; singular: string; levels: string[] } => {
    const { type, id } = read(params, request.params);
    const known = OBJECT_TYPES[type];
    if (!known) throw invalid(`Unsupported object type: ${type}`);
    demandObject(request.content, type, id);
    return { type, id, ...known };
  };
  const answer = (
    content: Content,
    { type, id, singular }: ReturnType<typeof target>,
  ): Record<string, unknown> => ({
    object_id: `/${type}/${id}`,
    object_type: singular,
    access_control_list: list(content, grantsOn(content, type, id)),
  });
  const write = (
    request: FastifyRequest,
    keep: (before: Grant, after: Grant[]) => boolean,
  ): Record<string, unknown> => {
    const found = target(request);
    const { content, caller } = request;
    const { type, id, levels } = found;
    demand(content, caller, type, id, levels.at(-1) ?? "", `/${type}/${id}`);
    const after = (read(body, request.body).access_control_list ?? []).map((entry) =>
      grant(content, entry, levels),
    );
    const before = (content.grants.get(`${type}/${id}`) ?? []).filter((g) => keep(g, after));
    content.grants.put(`${type}/${id}`, [...before, ...after]);
    return answer(content, found);
  };

  app.get(url, { config: { operation: "databricks/permissions/read" } }, (request) => {
    const found = target(request);
    demand(
      request.content,
      request.caller,
      found.type,
      found.id,
      found.levels[0] ?? "",
      `/${found.type}/${found.id}`,
    );
    return answer(request.content, found);
  });
  // A replacement leaves the owner of a job: a job is never without one.
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

/** @throws the service's own refusal for an object that is not there. */
function demandObject(content: Content, type: string, id: string): void {
  const gone = missing(`${type} with id ${id} does not exist.`);
  if (type === "clusters") {
    // Here 404, unlike clusters/get.
    if (!content.clusters.get(id)) throw missing(`Cluster ${id} does not exist`);
  } else if (type === "cluster-policies") {
    if (!content.policies.get(id)) throw gone;
  } else if (type === "jobs") {
    if (!content.jobs.get(id)) throw gone;
  } else if (
    !content.objects
      .values()
      .some((o) => String(o.object_id) === id && typeWord[o.object_type] === type)
  )
    throw missing(`Node ID ${id} does not exist.`);
}

function grant(
  content: Content,
  entry: { [k in (typeof KINDS)[number]]?: string | undefined } & { permission_level: string },
  levels: string[],
): Grant {
  const { permission_level } = entry;
  const kind = KINDS.find((k) => entry[k] !== undefined);
  const principal = kind && entry[kind];
  if (kind === undefined || principal === undefined)
    throw invalid("An access control entry names no principal.");
  if (!levels.includes(permission_level))
    throw invalid(`Permission type (${permission_level}) is not defined for this object.`);
  const known =
    kind === "group_name" ? isGroup(principal) : memberNamed(content, principal) !== undefined;
  if (!known) throw missing(`Principal: ${WORDS[kind]}(${principal}) does not exist`);
  return { principal, kind, permission_level };
}
const WORDS = {
  user_name: "UserName",
  group_name: "GroupName",
  service_principal_name: "ServicePrincipalName",
};

/** One entry per principal, with every level it has and where each comes from. */
function list(content: Content, grants: EffectiveGrant[]): Record<string, unknown>[] {
  const names = [...new Set(grants.map((g) => `${g.kind} ${g.principal}`))];
  return names.map((name) => {
    const own = grants.filter((g) => `${g.kind} ${g.principal}` === name);
    const { kind, principal } = own[0]!;
    return {
      [kind]: principal,
      ...(kind !== "group_name" && {
        display_name: memberNamed(content, principal)?.displayName ?? principal,
      }),
      all_permissions: own.map(({ permission_level, inheritedFrom }) => ({
        permission_level,
        inherited: inheritedFrom !== undefined,
        ...(inheritedFrom !== undefined && { inherited_from_object: [inheritedFrom] }),
      })),
    };
  });
}
