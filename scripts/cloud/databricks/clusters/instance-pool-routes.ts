import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { invalidParameter } from "../errors";
import { omitEmpty } from "../pagination";
import { grantCreator, hasPermission, requireAdmin, requirePermission } from "../permissions/acl";
import { validate, validateQuery } from "../validate";
import { nodeType, nodeTypeNames } from "./catalogue";
import type { PoolSettings } from "./instance-pool";
import { describePool, newPoolId, poolById } from "./instance-pools";

/*
 * @parity
 * - instance pools: a cluster has the pool's machine and may name none (text reported, brickflow
 *   43), counts in `stats` until it stops; over `max_capacity` or without its pool its launch fails
 *   as INSTANCE_POOL_MAX_CAPACITY_REACHED, INSTANCE_POOL_NOT_FOUND; `node_type_id` cannot change;
 *   levels CAN_ATTACH_TO, CAN_MANAGE — documented; codes spec; texts guessed. Machines do not launch
 *   faster for it, and wait for no idle time: ours
 */

const ROOT = "/api/2.0/instance-pools";
const byId = z.object({ instance_pool_id: z.string() });
const createRequest = z.looseObject({
  instance_pool_name: z.string().min(1).max(100),
  node_type_id: z.string(),
  min_idle_instances: z.number().int().min(0).default(0),
  max_capacity: z.number().int().min(1).optional(),
});
const editRequest = createRequest.extend(byId.shape);

/** The routes of Instance pools 2.0. */
export function instancePoolRoutes(app: FastifyInstance, world: World): void {
  app.post(
    `${ROOT}/create`,
    { config: { operation: "databricks/instance-pools/create" } },
    ({ body, store, caller }) => {
      requireAdmin(caller);
      const settings = validate(createRequest, body);
      requireSound(settings);
      const { instance_pool_name: name } = settings;
      if (store.pools.values().some((one) => one.settings.instance_pool_name === name))
        throw invalidParameter(`An instance pool with the name ${name} exists.`);
      const instance_pool_id = newPoolId(world);
      const creator = caller.member.id;
      store.pools.put(instance_pool_id, { instance_pool_id, settings, creator });
      grantCreator(store, caller, "instance-pools", instance_pool_id);
      return { instance_pool_id };
    },
  );
  app.get(`${ROOT}/get`, (request) => {
    const { store } = request;
    const pool = poolById(store, validateQuery(byId, request.query).instance_pool_id);
    const id = pool.instance_pool_id;
    requirePermission(request, "instance-pools", id, "CAN_ATTACH_TO", `instance pool ${id}`);
    return describePool(store, pool);
  });
  app.get(`${ROOT}/list`, ({ store, caller, query }) => {
    validateQuery(z.object({}), query);
    const visible = store.pools
      .values()
      .filter(({ instance_pool_id: id }) =>
        hasPermission(store, caller, "instance-pools", id, "CAN_ATTACH_TO"),
      );
    return { instance_pools: omitEmpty(visible.map((pool) => describePool(store, pool))) };
  });
  app.post(
    `${ROOT}/edit`,
    { config: { operation: "databricks/instance-pools/edit" } },
    (request) => {
      const { instance_pool_id: id, ...settings } = validate(editRequest, request.body);
      const pool = poolById(request.store, id);
      requirePermission(request, "instance-pools", id, "CAN_MANAGE", `instance pool ${id}`);
      requireSound(settings);
      if (settings.node_type_id !== pool.settings.node_type_id)
        throw invalidParameter("The field 'node_type_id' of an instance pool cannot be changed.");
      request.store.pools.put(id, { ...pool, settings });
      return {};
    },
  );
  app.post(
    `${ROOT}/delete`,
    { config: { operation: "databricks/instance-pools/delete" } },
    (request) => {
      const { instance_pool_id: id } = validate(byId, request.body);
      poolById(request.store, id);
      requirePermission(request, "instance-pools", id, "CAN_MANAGE", `instance pool ${id}`);
      request.store.pools.delete(id);
      request.store.grants.delete(`instance-pools/${id}`);
      return {};
    },
  );
}

/** @throws ApiError INVALID_PARAMETER_VALUE */
function requireSound({ node_type_id, min_idle_instances, max_capacity }: PoolSettings): void {
  if (!nodeType(node_type_id))
    throw invalidParameter(
      `Node type ${node_type_id} is not supported. Supported node types: ${nodeTypeNames.join(", ")}`,
    );
  if (min_idle_instances > (max_capacity ?? Infinity))
    throw invalidParameter("min_idle_instances must not be more than max_capacity.");
}
