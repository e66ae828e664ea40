import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { requireAdmin } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import type { Policy } from "../entities";
import { invalidParameter, doesNotExist } from "../errors";
import { parseDefinition } from "./policy-rules";
import { validate, validateQuery } from "../validate";

/*
 * @parity
 * - cluster policies 2.0: create, get, list, edit, delete — spec
 */

/*
 * @not-simulated
 * - policy families
 */

const ROOT = "/api/2.0/policies/clusters";
const policyId = z.object({ policy_id: z.string() });
const createRequest = z.object({
  name: z.string().min(1),
  definition: z.string(),
  description: z.string().optional(),
});
const editRequest = createRequest.extend(policyId.shape);

/** The routes of Cluster policies 2.0. Policy families are not simulated. */
export function policyRoutes(app: FastifyInstance, world: World): void {
  app.post(
    `${ROOT}/create`,
    { config: { operation: "databricks/policies/create" } },
    ({ body, store, caller }) => {
      requireAdmin(caller);
      const settings = validate(createRequest, body);
      parseDefinition(settings.definition);
      if (store.policies.values().some((p) => p.name === settings.name))
        throw invalidParameter(`Cluster policy with name ${settings.name} already exists.`);
      const policy_id = world.random.hex(16).toUpperCase();
      store.policies.put(policy_id, {
        policy_id,
        ...settings,
        creator_user_name: caller.member.userName,
        created_at_timestamp: world.clock.now(),
      });
      return { policy_id };
    },
  );
  app.get(`${ROOT}/get`, ({ query, store }) => {
    return { ...policyById(store, validateQuery(policyId, query).policy_id), is_default: false };
  });
  app.get(`${ROOT}/list`, ({ store }) => {
    const policies = store.policies.values().map((p) => ({ ...p, is_default: false }));
    return { policies, total_count: policies.length };
  });
  app.post(`${ROOT}/edit`, ({ body, store, caller }) => {
    requireAdmin(caller);
    const settings = validate(editRequest, body);
    parseDefinition(settings.definition);
    policyById(store, settings.policy_id);
    store.policies.update(settings.policy_id, (p) => ({ ...p, ...settings }));
    return {};
  });
  app.post(`${ROOT}/delete`, ({ body, store, caller }) => {
    requireAdmin(caller);
    const { policy_id } = validate(policyId, body);
    policyById(store, policy_id);
    store.policies.delete(policy_id);
    store.grants.delete(`cluster-policies/${policy_id}`);
    return {};
  });
}

/** @throws ApiError RESOURCE_DOES_NOT_EXIST */
export function policyById(store: WorkspaceStore, id: string): Policy {
  const found = store.policies.get(id);
  if (!found) throw doesNotExist(`Can't find a cluster policy with id: ${id}.`);
  return found;
}
