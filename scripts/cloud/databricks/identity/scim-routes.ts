import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { ApiError, NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import { requireAdmin, grantCreator } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import type { Member } from "../entities";
import { addFolder } from "../workspace/objects";
import { addMember, groupsOf, findMember } from "./members";
import { validate } from "../validate";

const ROOT = "/api/2.0/preview/scim/v2";
const TYPE = "application/scim+json; charset=utf-8";
const userBody = z.looseObject({
  userName: z.string().min(1),
  displayName: z.string().optional(),
  active: z.boolean().optional(),
});
const servicePrincipalBody = z.looseObject({
  applicationId: z.string(),
  displayName: z.string().optional(),
  active: z.boolean().optional(),
});
const listQuery = z.looseObject({
  filter: z.string().optional(),
  startIndex: z.coerce.number().int().min(1).optional(),
  count: z.coerce.number().int().min(0).optional(),
});
const patchBody = z.looseObject({
  Operations: z.array(
    z.looseObject({ op: z.string(), path: z.string().optional(), value: z.unknown().optional() }),
  ),
});
const GROUPS = ["admins", "users"];

/** The routes of SCIM 2.0 under the preview path, which all clients use: the members. */
export function scimRoutes(app: FastifyInstance, world: World): void {
  // As the workspace keeps the member, whatever this world lets it do.
  app.get(`${ROOT}/Me`, ({ caller, store }, reply) =>
    sendScim(reply, describeMember(store.members.get(caller.member.id) ?? caller.member)),
  );

  const kinds: [path: string, kind: Member["kind"]][] = [
    ["Users", "user"],
    ["ServicePrincipals", "app"],
  ];
  for (const [path, kind] of kinds) {
    app.post(
      `${ROOT}/${path}`,
      { config: { operation: "databricks/scim/create" } },
      (request, reply) => {
        requireAdmin(request.caller);
        const asked =
          kind === "user"
            ? validate(userBody, request.body)
            : (({ applicationId, ...rest }) => ({ ...rest, userName: applicationId }))(
                validate(servicePrincipalBody, request.body),
              );
        const { userName, displayName, active } = asked;
        if (findMember(request.store, userName))
          // Without a scimType, which clients put before the detail: the provider's `force` matches
          // the beginning of the detail (terraform-provider-databricks, scim/resource_user.go).
          throw new ApiError(
            409,
            "RESOURCE_CONFLICT",
            `User with username ${userName} already exists.`,
          );
        const member = addMember(request.store, world.random, {
          userName,
          displayName: displayName ?? userName,
          kind,
          active: active ?? true,
          admin: false,
        });
        if (kind === "user") addHomeFolder(world, request.store, member);
        return sendScim(reply.status(201), describeMember(member));
      },
    );
    app.get(`${ROOT}/${path}`, ({ store, query: asked }, reply) => {
      const all = filterMembers(
        store.members.values().filter((m) => m.kind === kind),
        validate(listQuery, asked).filter,
      );
      return sendScim(
        reply,
        listResponse(
          all.map((m) => describeMember(m)),
          validate(listQuery, asked),
        ),
      );
    });
    app.get(`${ROOT}/${path}/:id`, ({ store, params }, reply) =>
      sendScim(reply, describeMember(memberById(store, params))),
    );
    app.put(`${ROOT}/${path}/:id`, (request, reply) => {
      requireAdmin(request.caller);
      const { displayName, active } = validate(userBody.partial(), request.body);
      const before = memberById(request.store, request.params);
      const after = {
        ...before,
        displayName: displayName ?? before.displayName,
        active: active ?? before.active,
      };
      return sendScim(reply, describeMember(request.store.members.put(before.id, after)));
    });
    app.patch(`${ROOT}/${path}/:id`, (request, reply) => {
      requireAdmin(request.caller);
      const before = memberById(request.store, request.params);
      const after = validate(patchBody, request.body).Operations.reduce(
        (m, o) => applyPatch(m, o.path, o.value),
        before,
      );
      request.store.members.put(before.id, after);
      return sendScim(reply.status(200), describeMember(after));
    });
    app.delete(`${ROOT}/${path}/:id`, (request, reply) => {
      requireAdmin(request.caller);
      request.store.members.delete(memberById(request.store, request.params).id);
      return reply.status(204).send();
    });
  }
  app.get(`${ROOT}/Groups`, ({ store, query: asked }, reply) => {
    const value = parseFilter(validate(listQuery, asked).filter);
    const groups = GROUPS.filter((g) => value === undefined || g === value).map((g) => ({
      id: String(GROUPS.indexOf(g) + 1),
      displayName: g,
      members: store.members
        .values()
        .filter((m) => groupsOf(m).includes(g))
        .map((m) => ({ value: m.id, display: m.displayName })),
    }));
    return sendScim(reply, listResponse(groups, validate(listQuery, asked)));
  });
  app.patch(`${ROOT}/Groups/:id`, (request, reply) => {
    requireAdmin(request.caller);
    const group = groupById(request.params);
    // All members are looked up before one is changed.
    const changes = validate(patchBody, request.body).Operations.flatMap((operation) =>
      memberChanges(group, operation).map(({ id, admin }) => ({
        before: memberById(request.store, { id }),
        admin,
      })),
    );
    for (const { before, admin } of changes)
      request.store.members.put(before.id, { ...before, admin });
    return reply.status(204).send();
  });
}

const sendScim = (reply: FastifyReply, body: Record<string, unknown>): FastifyReply =>
  reply.type(TYPE).send(body);

/**
 * The value of a filter such as `userName eq "a@b"`, in double quotes, in single quotes (as the
 * provider writes it) or without.
 * @throws ApiError NotSimulated (501) for other filters.
 */
function parseFilter(filter: string | undefined): string | undefined {
  if (filter === undefined || filter === "") return undefined;
  const value = /^(?:userName|applicationId|displayName) eq (["']?)([^"']+)\1$/i.exec(
    filter.trim(),
  )?.[2];
  if (value === undefined) throw new NotSimulated(`the filter ${filter}`);
  return value;
}
function filterMembers(members: Member[], filter: string | undefined): Member[] {
  const value = parseFilter(filter)?.toLowerCase();
  return members.filter(
    (m) =>
      value === undefined || [m.userName, m.displayName].some((n) => n.toLowerCase() === value),
  );
}

function listResponse(
  all: Record<string, unknown>[],
  { startIndex = 1, count = 100 }: z.infer<typeof listQuery>,
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

function memberById(store: WorkspaceStore, params: unknown): Member {
  const { id } = validate(z.object({ id: z.string() }), params);
  const found = store.members.get(id);
  if (!found) throw new ApiError(404, "SCIM_404", `User with id ${id} not found.`);
  return found;
}

function groupById(params: unknown): string {
  const { id } = validate(z.object({ id: z.string() }), params);
  const group = GROUPS[Number(id) - 1];
  if (group === undefined) throw new ApiError(404, "SCIM_404", `Group with id ${id} not found.`);
  return group;
}

const membersValue = z.array(z.looseObject({ value: z.string() }));

/**
 * Who comes into the group `admins`, or leaves it, by one operation of a PATCH: the two forms in
 * which the provider writes them (terraform-provider-databricks, scim/resource_group_member.go).
 * @throws ApiError NotSimulated (501) for other forms, and for the group of all users.
 */
function memberChanges(
  group: string,
  { op, path, value }: z.infer<typeof patchBody>["Operations"][number],
): { id: string; admin: boolean }[] {
  const form = `${op} ${path ?? "without a path"}`;
  if (group !== "admins") throw new NotSimulated(`a change of the group ${group}`);
  if (form === "add members")
    return validate(membersValue, value).map((member) => ({ id: member.value, admin: true }));
  const removed = /^remove members\[value eq "(\d+)"\]$/.exec(form)?.[1];
  if (removed === undefined) throw new NotSimulated(`the operation ${form} on a group`);
  return [{ id: removed, admin: false }];
}

function applyPatch(before: Member, path: string | undefined, value: unknown): Member {
  const fields =
    path === undefined ? z.record(z.string(), z.unknown()).parse(value) : { [path]: value };
  const { displayName, active } = validate(userBody.partial(), fields);
  return {
    ...before,
    displayName: displayName ?? before.displayName,
    active: active ?? before.active,
  };
}

function describeMember(m: Member): Record<string, unknown> {
  const schema = m.kind === "user" ? "User" : "ServicePrincipal";
  return {
    schemas: [`urn:ietf:params:scim:schemas:core:2.0:${schema}`],
    id: m.id,
    userName: m.userName,
    displayName: m.displayName,
    active: m.active,
    ...kindFields(m),
    groups: groupsOf(m).map((g) => ({
      display: g,
      type: "direct",
      value: String(GROUPS.indexOf(g) + 1),
      $ref: `Groups/${GROUPS.indexOf(g) + 1}`,
    })),
  };
}

/** The fields that only users, or only service principals, have. */
function kindFields(m: Member): Record<string, unknown> {
  if (m.kind === "app") return { applicationId: m.userName };
  return {
    emails: [{ type: "work", value: m.userName, primary: true }],
    name: { givenName: m.displayName },
  };
}

/** Gives a user a home folder, which only the user may change. An existing folder is taken over. */
function addHomeFolder(world: World, store: WorkspaceStore, owner: Member): void {
  const path = `/Users/${owner.userName}`;
  const home = store.objects.get(path) ?? addFolder(world, store, path, owner.userName);
  grantCreator(store, { member: owner }, "directories", String(home.object_id));
}
