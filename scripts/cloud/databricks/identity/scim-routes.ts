import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { demandAdmin, grantCreator } from "../permissions/acl";
import type { Content } from "../store";
import type { Member } from "../entities";
import { addFolder } from "../workspace/objects";
import { addMember, groupsOf, memberNamed } from "./members";
import { read } from "../validate";

const ROOT = "/api/2.0/preview/scim/v2";
const TYPE = "application/scim+json; charset=utf-8";
const user = z.looseObject({
  userName: z.string().min(1),
  displayName: z.string().optional(),
  active: z.boolean().optional(),
});
const principal = z.looseObject({
  applicationId: z.string(),
  displayName: z.string().optional(),
  active: z.boolean().optional(),
});
const query = z.looseObject({
  filter: z.string().optional(),
  startIndex: z.coerce.number().int().min(1).optional(),
  count: z.coerce.number().int().min(0).optional(),
});
const patch = z.looseObject({
  Operations: z.array(
    z.looseObject({ op: z.string(), path: z.string().optional(), value: z.unknown() }),
  ),
});
const GROUPS = ["admins", "users"];

/** SCIM 2.0 (preview path, as every client sends it): who is a member of the workspace. */
export function scimRoutes(app: FastifyInstance, world: World): void {
  app.get(`${ROOT}/Me`, ({ caller }, reply) => scim(reply, describe(caller.member)));

  const kinds: [path: string, kind: Member["kind"]][] = [
    ["Users", "user"],
    ["ServicePrincipals", "app"],
  ];
  for (const [path, kind] of kinds) {
    app.post(
      `${ROOT}/${path}`,
      { config: { operation: "databricks/scim/create" } },
      (request, reply) => {
        demandAdmin(request.caller);
        const asked =
          kind === "user"
            ? read(user, request.body)
            : (({ applicationId, ...rest }) => ({ ...rest, userName: applicationId }))(
                read(principal, request.body),
              );
        const { userName, displayName, active } = asked;
        if (memberNamed(request.content, userName))
          // Without a scimType: clients put one before the detail, and the provider's `force` knows the detail by its beginning
          // (terraform-provider-databricks, scim/resource_user.go).
          throw new ApiError(
            409,
            "RESOURCE_CONFLICT",
            `User with username ${userName} already exists.`,
          );
        const member = addMember(request.content, world.random, {
          userName,
          displayName: displayName ?? userName,
          kind,
          active: active ?? true,
          admin: false,
        });
        if (kind === "user") addHome(world, request.content, member);
        return scim(reply.status(201), describe(member));
      },
    );
    app.get(`${ROOT}/${path}`, ({ content, query: asked }, reply) => {
      const all = matching(
        content.members.values().filter((m) => m.kind === kind),
        read(query, asked).filter,
      );
      return scim(
        reply,
        listOf(
          all.map((m) => describe(m)),
          read(query, asked),
        ),
      );
    });
    app.get(`${ROOT}/${path}/:id`, ({ content, params }, reply) =>
      scim(reply, describe(member(content, params))),
    );
    app.put(`${ROOT}/${path}/:id`, (request, reply) => {
      demandAdmin(request.caller);
      const { displayName, active } = read(user.partial(), request.body);
      const before = member(request.content, request.params);
      const after = {
        ...before,
        displayName: displayName ?? before.displayName,
        active: active ?? before.active,
      };
      return scim(reply, describe(request.content.members.put(before.id, after)));
    });
    app.patch(`${ROOT}/${path}/:id`, (request, reply) => {
      demandAdmin(request.caller);
      const before = member(request.content, request.params);
      const after = read(patch, request.body).Operations.reduce(
        (m, o) => apply(m, o.path, o.value),
        before,
      );
      request.content.members.put(before.id, after);
      return scim(reply.status(200), describe(after));
    });
    app.delete(`${ROOT}/${path}/:id`, (request, reply) => {
      demandAdmin(request.caller);
      request.content.members.delete(member(request.content, request.params).id);
      return reply.status(204).send();
    });
  }
  app.get(`${ROOT}/Groups`, ({ content, query: asked }, reply) => {
    const wanted = filterOf(read(query, asked).filter);
    const groups = GROUPS.filter((g) => wanted === undefined || g === wanted).map((g) => ({
      id: String(GROUPS.indexOf(g) + 1),
      displayName: g,
      members: content.members
        .values()
        .filter((m) => groupsOf(m).includes(g))
        .map((m) => ({ value: m.id, display: m.displayName })),
    }));
    return scim(reply, listOf(groups, read(query, asked)));
  });
}

const scim = (reply: FastifyReply, body: Record<string, unknown>): FastifyReply =>
  reply.type(TYPE).send(body);

/**
 * `userName eq "a@b"`, also in single quotes (as the provider writes it) or without, or `applicationId eq …` → the value.
 * @throws a SCIM error for filters that are not simulated.
 */
function filterOf(filter: string | undefined): string | undefined {
  if (filter === undefined || filter === "") return undefined;
  const value = /^(?:userName|applicationId|displayName) eq (["']?)([^"']+)\1$/i.exec(
    filter.trim(),
  )?.[2];
  if (value === undefined)
    throw new ApiError(
      501,
      "NotSimulated",
      `the local cloud does not simulate the filter ${filter}`,
    );
  return value;
}
function matching(members: Member[], filter: string | undefined): Member[] {
  const wanted = filterOf(filter)?.toLowerCase();
  return members.filter(
    (m) =>
      wanted === undefined || [m.userName, m.displayName].some((n) => n.toLowerCase() === wanted),
  );
}

function listOf(
  all: Record<string, unknown>[],
  { startIndex = 1, count = 100 }: z.infer<typeof query>,
): Record<string, unknown> {
  const Resources = all.slice(startIndex - 1, startIndex - 1 + count);
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: all.length,
    startIndex,
    itemsPerPage: Resources.length,
    Resources,
  };
}

function member(content: Content, params: unknown): Member {
  const { id } = read(z.object({ id: z.string() }), params);
  const found = content.members.get(id);
  if (!found) throw new ApiError(404, "SCIM_404", `User with id ${id} not found.`);
  return found;
}

function apply(before: Member, path: string | undefined, value: unknown): Member {
  const fields =
    path === undefined ? z.record(z.string(), z.unknown()).parse(value) : { [path]: value };
  const { displayName, active } = read(user.partial(), fields);
  return {
    ...before,
    displayName: displayName ?? before.displayName,
    active: active ?? before.active,
  };
}

function describe(m: Member): Record<string, unknown> {
  const schema = m.kind === "user" ? "User" : "ServicePrincipal";
  return {
    schemas: [`urn:ietf:params:scim:schemas:core:2.0:${schema}`],
    id: m.id,
    userName: m.userName,
    displayName: m.displayName,
    active: m.active,
    ...(m.kind === "user"
      ? {
          emails: [{ type: "work", value: m.userName, primary: true }],
          name: { givenName: m.displayName },
        }
      : { applicationId: m.userName }),
    groups: groupsOf(m).map((g) => ({
      display: g,
      type: "direct",
      value: String(GROUPS.indexOf(g) + 1),
      $ref: `Groups/${GROUPS.indexOf(g) + 1}`,
    })),
  };
}

/** A user's folder, which nobody else may change; one that was left behind is taken over. */
function addHome(world: World, content: Content, owner: Member): void {
  const path = `/Users/${owner.userName}`;
  const home = content.objects.get(path) ?? addFolder(world, content, path, owner.userName);
  grantCreator(content, { member: owner }, "directories", String(home.object_id));
}
