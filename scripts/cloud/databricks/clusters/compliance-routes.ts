import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import type { Cluster } from "../entities";
import { paginate } from "../pagination";
import { requireOnCluster } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import { validateQuery } from "../validate";
import { clusterById } from "./clusters";
import { policyById } from "./policy-routes";
import { violationsOf } from "./policy-rules";

/*
 * @parity
 * - compliance of clusters with a policy that changed after them; `clusters/change-owner` of a
 *   stopped cluster, by an administrator — documented; texts guessed. Enforcing it is 501
 */

const ROOT = "/api/2.0/policies/clusters";
const clusterId = z.object({ cluster_id: z.string() });
const listQuery = z.object({
  policy_id: z.string(),
  page_size: z.coerce.number().int().min(0).max(100).default(0),
  page_token: z.string().optional(),
});

/** The routes of Policy compliance for clusters 2.0: a policy may have changed after a cluster was made. */
export function complianceRoutes(app: FastifyInstance, world: World): void {
  app.get(`${ROOT}/list-compliance`, ({ store, query }) => {
    const { policy_id, page_size, page_token } = validateQuery(listQuery, query);
    policyById(store, policy_id);
    const clusters = store.clusters
      .values()
      .filter(({ spec }) => spec.policy_id === policy_id)
      .map((one) => ({ cluster_id: one.cluster_id, ...complianceOf(store, one) }));
    return paginate("clusters", clusters, page_size, page_token);
  });
  app.get(`${ROOT}/get-compliance`, (request) => {
    const { cluster_id } = validateQuery(clusterId, request.query);
    const cluster = clusterById(world, request.store, cluster_id);
    requireOnCluster(request, cluster_id, "CAN_ATTACH_TO");
    return complianceOf(request.store, cluster);
  });
}

function complianceOf(store: WorkspaceStore, { spec }: Cluster): Record<string, unknown> {
  const policy = spec.policy_id === undefined ? undefined : store.policies.get(spec.policy_id);
  const violations = policy ? violationsOf(policy, spec) : [];
  return { is_compliant: violations.length === 0, violations: Object.fromEntries(violations) };
}
