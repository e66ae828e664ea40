import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { requireAdmin, grantCreator } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import type { Member } from "../entities";
import { addFolder } from "../workspace/objects";
import { addMember, groupsOf, findMember } from "./members";
import {
  listQuery,
  listResponse,
  memberById,
  parseFilter,
  patchBody,
  SCIM,
  sendScim,
} from "./scim";
import { validate } from "../validate";

/*
 * @parity
 * - SCIM: Me, Users, ServicePrincipals, Groups, `eq` filters; 409 for a user who exists, without a
 *   `scimType`: the provider's `force` takes over by the beginning of the text — spec, recorded
 */

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

/** The routes of users and service principals in SCIM 2.0. */
export function scimRoutes(app: FastifyInstance, world: World): void {
  // As the workspace keeps the member, whatever this world lets it do.
  app.get(`${SCIM}/Me`, ({ caller, store }, reply) =>
    sendScim(reply, describeMember(store, store.members.get(caller.member.id) ?? caller.member)),
  );

  const kinds: [path: string, kind: Member["kind"]][] = [
    ["Users", "user"],
    ["ServicePrincipals", "app"],
  ];
  for (const [path, kind] of kinds) {
    app.post(
      `${SCIM}/${path}`,
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
        return sendScim(reply.status(201), describeMember(request.store, member));
      },
    );
    app.get(`${SCIM}/${path}`, ({ store, query }, reply) => {
      const asked = validate(listQuery, query);
      const ofKind = store.members.values().filter((m) => m.kind === kind);
      const members = filterMembers(ofKind, asked.filter).map((m) => describeMember(store, m));
      return sendScim(reply, listResponse(members, asked));
    });
    app.get(`${SCIM}/${path}/:id`, ({ store, params }, reply) =>
      sendScim(reply, describeMember(store, memberById(store, params))),
    );
    app.put(`${SCIM}/${path}/:id`, (request, reply) => {
      requireAdmin(request.caller);
      const { displayName, active } = validate(userBody.partial(), request.body);
      const before = memberById(request.store, request.params);
      const after = {
        ...before,
        displayName: displayName ?? before.displayName,
        active: active ?? before.active,
      };
      request.store.members.put(before.id, after);
      return sendScim(reply, describeMember(request.store, after));
    });
    app.patch(`${SCIM}/${path}/:id`, (request, reply) => {
      requireAdmin(request.caller);
      const before = memberById(request.store, request.params);
      const after = validate(patchBody, request.body).Operations.reduce(
        (m, o) => applyPatch(m, o.path, o.value),
        before,
      );
      request.store.members.put(before.id, after);
      return sendScim(reply.status(200), describeMember(request.store, after));
    });
    app.delete(`${SCIM}/${path}/:id`, (request, reply) => {
      requireAdmin(request.caller);
      request.store.members.delete(memberById(request.store, request.params).id);
      return reply.status(204).send();
    });
  }
}

function filterMembers(members: Member[], filter: string | undefined): Member[] {
  const value = parseFilter(filter)?.toLowerCase();
  return members.filter(
    (m) =>
      value === undefined || [m.userName, m.displayName].some((n) => n.toLowerCase() === value),
  );
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

function describeMember(store: WorkspaceStore, m: Member): Record<string, unknown> {
  const schema = m.kind === "user" ? "User" : "ServicePrincipal";
  return {
    schemas: [`urn:ietf:params:scim:schemas:core:2.0:${schema}`],
    id: m.id,
    userName: m.userName,
    displayName: m.displayName,
    active: m.active,
    ...kindFields(m),
    groups: groupsOf(store, m).map(({ id, displayName }) => ({
      display: displayName,
      type: "direct",
      value: id,
      $ref: `Groups/${id}`,
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
