import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError, NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import type { Group } from "../entities";
import { invalidParameter, permissionDenied } from "../errors";
import { requireAdmin } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import { validate } from "../validate";
import { groupsIn, isSystemGroup } from "./members";
import {
  listQuery,
  listResponse,
  memberById,
  parseFilter,
  patchBody,
  SCIM,
  sendScim,
  type PatchOperation,
} from "./scim";

/*
 * @parity
 * - SCIM groups: create, read, list, replace, PATCH (add, remove, replace of members and name, as
 *   provider, CLI and SDKs write them), delete; of the system groups `admins` takes members, other
 *   changes are refused; groups in groups are 501 — spec; status 204, no error for a member who is
 *   not in it, codes for system groups guessed
 */

const memberList = z.array(z.looseObject({ value: z.string() }));
const groupBody = z.looseObject({
  displayName: z.string().min(1),
  members: memberList.default([]),
});

/** The routes of groups in SCIM 2.0. */
export function groupRoutes(app: FastifyInstance, world: World): void {
  app.post(
    `${SCIM}/Groups`,
    { config: { operation: "databricks/scim/groups/create" } },
    (request, reply) => {
      requireAdmin(request.caller);
      const { store } = request;
      const { displayName, members } = validate(groupBody, request.body);
      requireFreeName(store, displayName);
      const id = world.random.digits(15);
      const group = { id, displayName, members: idsOf(store, members) };
      return sendScim(reply.status(201), describeGroup(store, store.groups.put(id, group)));
    },
  );

  app.get(`${SCIM}/Groups`, ({ store, query }, reply) => {
    const asked = validate(listQuery, query);
    const name = parseFilter(asked.filter);
    const groups = groupsIn(store)
      .filter(({ displayName }) => name === undefined || displayName === name)
      .map((group) => describeGroup(store, group));
    return sendScim(reply, listResponse(groups, asked));
  });

  app.get(`${SCIM}/Groups/:id`, ({ store, params }, reply) =>
    sendScim(reply, describeGroup(store, groupById(store, params))),
  );

  app.put(`${SCIM}/Groups/:id`, (request, reply) => {
    const { store } = request;
    const { id } = requireOwnGroup(request);
    const { displayName, members } = validate(groupBody, request.body);
    requireFreeName(store, displayName, id);
    const group = { id, displayName, members: idsOf(store, members) };
    return sendScim(reply, describeGroup(store, store.groups.put(id, group)));
  });

  app.patch(`${SCIM}/Groups/:id`, (request, reply) => {
    requireAdmin(request.caller);
    const { store } = request;
    const group = groupById(store, request.params);
    const { Operations } = validate(patchBody, request.body);
    // All operations are understood, and all members looked up, before anything is changed.
    const after = Operations.reduce((before, one) => patched(store, before, one), group);
    requireFreeName(store, after.displayName, group.id);
    if (isSystemGroup(group)) setAdmins(store, group, after);
    else store.groups.put(group.id, after);
    return reply.status(204).send();
  });

  app.delete(`${SCIM}/Groups/:id`, (request, reply) => {
    request.store.groups.delete(requireOwnGroup(request).id);
    return reply.status(204).send();
  });
}

/** A group that can be deleted. @throws ApiError 404; 403 for one that every workspace has */
function requireOwnGroup(request: FastifyRequest): Group {
  requireAdmin(request.caller);
  const group = groupById(request.store, request.params);
  if (isSystemGroup(group))
    throw permissionDenied(`The group ${group.displayName} cannot be replaced or deleted.`);
  return group;
}

function requireFreeName(store: WorkspaceStore, name: string, own?: string): void {
  if (groupsIn(store).some(({ id, displayName }) => displayName === name && id !== own))
    throw new ApiError(409, "RESOURCE_CONFLICT", `Group with name ${name} already exists.`);
}

function groupById(store: WorkspaceStore, params: unknown): Group {
  const { id } = validate(z.object({ id: z.string() }), params);
  const group = groupsIn(store).find((one) => one.id === id);
  if (!group) throw new ApiError(404, "SCIM_404", `Group with id ${id} not found.`);
  return group;
}

/** Ids of members. @throws ApiError 404; NotSimulated for a group in a group */
function idsOf(store: WorkspaceStore, members: z.infer<typeof memberList>): string[] {
  const ids = members.map(({ value }) => value);
  if (groupsIn(store).some(({ id }) => ids.includes(id)))
    throw new NotSimulated("groups as members of groups");
  return ids.map((id) => memberById(store, { id }).id);
}

/**
 * A group after one operation of a PATCH: the forms in which the provider
 * (terraform-provider-databricks, scim/resource_group_member.go), the CLI and the SDKs write them.
 * @throws ApiError NotSimulated (501) for other forms, and for the group of all users
 */
function patched(store: WorkspaceStore, group: Group, { op, path, value }: PatchOperation): Group {
  if (group.displayName === "users") throw new NotSimulated("a change of the group users");
  const form = `${op.toLowerCase()} ${path ?? "without a path"}`;
  const removed = /^remove members\[value eq "([^"]+)"\]$/.exec(form)?.[1];
  if (removed !== undefined) return without(group, idsOf(store, [{ value: removed }]));
  const given =
    path === undefined
      ? validate(z.looseObject({ members: memberList.optional() }), value).members
      : value;
  switch (form) {
    case "add members":
    case "add without a path":
      return withMembers(group, idsOf(store, validate(memberList, given)));
    case "remove members":
      return without(
        group,
        given === undefined ? group.members : idsOf(store, validate(memberList, given)),
      );
    case "replace members":
      return { ...group, members: idsOf(store, validate(memberList, given)) };
    case "replace displayName":
      if (isSystemGroup(group)) throw invalidParameter("A system group cannot be renamed.");
      return { ...group, displayName: validate(z.string().min(1), value) };
    default:
      throw new NotSimulated(`the operation ${form} on a group`);
  }
}

const withMembers = (group: Group, ids: readonly string[]): Group => ({
  ...group,
  members: [...new Set([...group.members, ...ids])],
});

const without = (group: Group, ids: readonly string[]): Group => ({
  ...group,
  members: group.members.filter((id) => !ids.includes(id)),
});

/** Who is an administrator is kept with the member. */
function setAdmins(store: WorkspaceStore, before: Group, after: Group): void {
  for (const id of new Set([...before.members, ...after.members]))
    store.members.update(id, (member) => ({ ...member, admin: after.members.includes(id) }));
}

function describeGroup(store: WorkspaceStore, { id, displayName, members }: Group) {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"],
    id,
    displayName,
    members: members
      .flatMap((member) => store.members.get(member) ?? [])
      .map((member) => ({
        value: member.id,
        display: member.displayName,
        $ref: `${member.kind === "user" ? "Users" : "ServicePrincipals"}/${member.id}`,
      })),
    meta: { resourceType: "WorkspaceGroup" },
  };
}
