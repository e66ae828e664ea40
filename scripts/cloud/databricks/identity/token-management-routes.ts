import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import type { AccessToken } from "../entities";
import { doesNotExist } from "../errors";
import { omitEmpty } from "../pagination";
import { requireAdmin } from "../permissions/acl";
import { requireLifetime } from "../settings/workspace-conf";
import type { WorkspaceStore } from "../store";
import { validate, validateQuery } from "../validate";
import { findMember, issueToken } from "./members";
import { describeToken, expiryOf } from "./token-routes";

/*
 * @parity
 * - `token-management`: everyone's tokens for administrators, also on behalf of a service principal,
 *   whose calls it then makes — documented; fields spec
 */

const ROOT = "/api/2.0/token-management";
const listQuery = z.object({
  created_by_id: z.string().optional(),
  created_by_username: z.string().optional(),
});
const onBehalfRequest = z.object({
  application_id: z.string(),
  comment: z.string().optional(),
  lifetime_seconds: z.number().int().positive().optional(),
});
interface ById {
  Params: { id: string };
}

/** The routes of Token management 2.0: the tokens of everyone, for administrators. */
export function tokenManagementRoutes(app: FastifyInstance, world: World): void {
  app.get(`${ROOT}/tokens`, ({ store, caller, query }) => {
    requireAdmin(caller);
    const { created_by_id: id, created_by_username: name } = validateQuery(listQuery, query);
    const tokens = personalTokens(store)
      .map(([, token]) => describeOwned(store, token))
      .filter((one) => id === undefined || one.created_by_id === Number(id))
      .filter((one) => name === undefined || one.created_by_username === name);
    return { token_infos: omitEmpty(tokens) };
  });
  app.get<ById>(`${ROOT}/tokens/:id`, ({ store, caller, params }) => {
    requireAdmin(caller);
    return { token_info: describeOwned(store, tokenById(store, params.id)[1]) };
  });
  app.delete<ById>(
    `${ROOT}/tokens/:id`,
    { config: { operation: "databricks/token-management/delete" } },
    ({ store, caller, params }) => {
      requireAdmin(caller);
      store.bearers.delete(tokenById(store, params.id)[0]);
      return {};
    },
  );
  app.post(
    `${ROOT}/on-behalf-of/tokens`,
    { config: { operation: "databricks/token-management/create" } },
    ({ store, caller, body }) => {
      requireAdmin(caller);
      const { application_id, comment, lifetime_seconds } = validate(onBehalfRequest, body);
      const owner = findMember(store, application_id);
      if (owner?.kind !== "app")
        throw doesNotExist(`Service principal ${application_id} does not exist.`);
      requireLifetime(store, lifetime_seconds);
      const [token_value, token] = issueToken(store, world.random, {
        memberId: owner.id,
        creatorId: caller.member.id,
        creation_time: world.clock.now(),
        expiry_time: expiryOf(world, lifetime_seconds),
        comment,
      });
      return { token_value, token_info: describeOwned(store, token) };
    },
  );
}

/** Tokens of runs belong to the service, not to people. */
const personalTokens = ({ bearers }: WorkspaceStore): [string, AccessToken][] =>
  bearers.entries().filter(([, { run }]) => run === undefined);

function tokenById(store: WorkspaceStore, id: string): [string, AccessToken] {
  const found = personalTokens(store).find(([, { token_id }]) => token_id === id);
  if (!found) throw doesNotExist(`Token with ID ${id} does not exist!`);
  return found;
}

function describeOwned(store: WorkspaceStore, token: AccessToken) {
  const { memberId, creatorId = memberId } = token;
  return {
    ...describeToken(token),
    created_by_id: Number(creatorId),
    created_by_username: store.members.get(creatorId)?.userName,
    owner_id: Number(memberId),
    workspace_id: Number(store.workspaceId),
  };
}
