import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { demandAdmin } from "../permissions/acl";
import type { Content } from "../store";
import type { Policy } from "../entities";
import { invalid, missing } from "../errors";
import { parseDefinition } from "./policy-rules";
import { read } from "../validate";

const ROOT = "/api/2.0/policies/clusters";
const byId = z.object({ policy_id: z.string() });
const create = z.object({
  name: z.string().min(1),
  definition: z.string(),
  description: z.string().optional(),
});
const edit = create.extend(byId.shape);

/** Cluster policies 2.0. Policy families are not simulated. */
export function policyRoutes(app: FastifyInstance, world: World): void {
  app.post(
    `${ROOT}/create`,
    { config: { operation: "databricks/policies/create" } },
    ({ body, content, caller }) => {
      demandAdmin(caller);
      const asked = read(create, body);
      parseDefinition(asked.definition);
      if (content.policies.values().some((p) => p.name === asked.name))
        throw invalid(`Cluster policy with name ${asked.name} already exists.`);
      const policy_id = world.random.hex(16).toUpperCase();
      content.policies.put(policy_id, {
        policy_id,
        ...asked,
        creator_user_name: caller.member.userName,
        created_at_timestamp: world.clock.now(),
      });
      return { policy_id };
    },
  );
  app.get(`${ROOT}/get`, ({ query, content }) => {
    return { ...policyOf(content, read(byId, query).policy_id), is_default: false };
  });
  app.get(`${ROOT}/list`, ({ content }) => {
    const policies = content.policies.values().map((p) => ({ ...p, is_default: false }));
    return { policies, total_count: policies.length };
  });
  app.post(`${ROOT}/edit`, ({ body, content, caller }) => {
    demandAdmin(caller);
    const asked = read(edit, body);
    parseDefinition(asked.definition);
    policyOf(content, asked.policy_id);
    content.policies.update(asked.policy_id, (p) => ({ ...p, ...asked }));
    return {};
  });
  app.post(`${ROOT}/delete`, ({ body, content, caller }) => {
    demandAdmin(caller);
    const { policy_id } = read(byId, body);
    policyOf(content, policy_id);
    content.policies.delete(policy_id);
    content.grants.delete(`cluster-policies/${policy_id}`);
    return {};
  });
}

function policyOf(content: Content, id: string): Policy {
  const found = content.policies.get(id);
  if (!found) throw missing(`Can't find a cluster policy with id: ${id}.`);
  return found;
}
