import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import { requireOnCluster, requireAdmin, hasPermission } from "../permissions/acl";
import { listNodeTypes, sparkVersions } from "./catalogue";
import { changeOwner } from "./change-owner";
import {
  clusterById,
  createCluster,
  editCluster,
  pinCluster,
  pollCluster,
  resizeCluster,
  deleteCluster,
  restartCluster,
  startCluster,
  stopCluster,
} from "./clusters";
import type { Cluster } from "../entities";
import { clusterSpec } from "./cluster-spec";
import { describeCluster, sourceOf } from "./describe-cluster";
import { paginate } from "../pagination";
import { validate, validateQuery } from "../validate";

/*
 * @parity
 * - clusters: states, legal moves, 400 for an unknown id, pin filter, permanent-delete of a pinned
 *   one, echo without additions inside `spark_conf` and `custom_tags` — spec, recorded
 * - `clusters/update`: the settings that `update_mask` names, by whole settings; a running cluster
 *   restarts — documented; that a change of its size alone restarts it, too, ours
 * - `clusters/resize`: of a running cluster, done at once — spec; at once ours
 */

/*
 * @not-simulated
 * - without a 501: purge of clusters unpinned for 30 days, request rate limits of the workspace API
 */

const clusterId = z.object({ cluster_id: z.string() });
const editRequest = clusterSpec.extend({ cluster_id: z.string() });
const changeOwnerRequest = z.object({ owner_username: z.string() });
const resizeRequest = clusterSpec.pick({ num_workers: true, autoscale: true });
const updateRequest = z.object({
  cluster_id: z.string(),
  update_mask: z.string(),
  cluster: z.record(z.string(), z.unknown()).default({}),
});
const listQuery = z.object({
  "sort_by.field": z.enum(["CLUSTER_NAME", "DEFAULT"]).default("DEFAULT"),
  "sort_by.direction": z.enum(["ASC", "DESC"]).default("ASC"),
  "filter_by.is_pinned": z.stringbool().optional(),
  "filter_by.cluster_states": z.union([z.string(), z.array(z.string())]).optional(),
  "filter_by.cluster_sources": z.union([z.string(), z.array(z.string())]).optional(),
  "filter_by.policy_id": z.string().optional(),
  page_size: z.coerce.number().int().min(0).max(100).optional(),
  page_token: z.string().optional(),
});
const eventsRequest = z.object({
  cluster_id: z.string(),
  order: z.enum(["ASC", "DESC"]).optional(),
  start_time: z.number().optional(),
  end_time: z.number().optional(),
  event_types: z.array(z.string()).optional(),
  offset: z.number().int().min(0).optional(),
  limit: z.number().int().min(1).max(500).optional(),
});

/** The routes of Clusters 2.1. */
export function clusterRoutes(app: FastifyInstance, world: World): void {
  /** A POST that changes one cluster and answers `{}`. The caller needs `level` on the cluster. */
  const postChange = (
    path: string,
    level: string,
    apply: (request: FastifyRequest, id: string) => void,
  ): void => {
    app.post(
      `/api/2.1/clusters/${path}`,
      { config: { operation: `databricks/clusters/${path}` } },
      (request) => {
        const { cluster_id } = validate(clusterId, request.body);
        clusterById(world, request.store, cluster_id);
        requireOnCluster(request, cluster_id, level);
        apply(request, cluster_id);
        return {};
      },
    );
  };

  app.post(
    "/api/2.1/clusters/create",
    { config: { operation: "databricks/clusters/create" } },
    (request) => {
      requireAdmin(request.caller);
      const cluster = createCluster(
        world,
        request.store,
        validate(clusterSpec, request.body),
        request.caller,
      );
      return { cluster_id: cluster.cluster_id };
    },
  );
  app.get(
    "/api/2.1/clusters/get",
    { config: { operation: "databricks/clusters/get" } },
    async (request) => {
      const { cluster_id } = validateQuery(clusterId, request.query);
      const cluster = await pollCluster(world, request.store, cluster_id);
      requireOnCluster(request, cluster_id, "CAN_ATTACH_TO");
      return describeCluster(cluster);
    },
  );
  postChange("edit", "CAN_MANAGE", (request, id) => {
    const { cluster_id: _, ...settings } = validate(editRequest, request.body);
    editCluster(world, request.store, id, settings);
  });
  postChange("update", "CAN_MANAGE", ({ body, store }, id) => {
    const { update_mask, cluster } = validate(updateRequest, body);
    const changed = changedSpec(clusterById(world, store, id).spec, update_mask, cluster);
    editCluster(world, store, id, validate(clusterSpec, changed));
  });
  postChange("resize", "CAN_RESTART", ({ body, store }, id) => {
    const { num_workers, autoscale } = validate(resizeRequest, body);
    resizeCluster(world, store, id, { num_workers, autoscale });
  });
  postChange("start", "CAN_RESTART", ({ store }, id) => startCluster(world, store, id));
  postChange("restart", "CAN_RESTART", ({ store }, id) => restartCluster(world, store, id));
  postChange("delete", "CAN_RESTART", ({ store, caller }, id) =>
    stopCluster(world, store, id, {
      code: "USER_REQUEST",
      type: "SUCCESS",
      parameters: { username: caller.member.userName },
    }),
  );
  postChange("permanent-delete", "CAN_MANAGE", ({ store }, id) => deleteCluster(store, id));
  postChange("change-owner", "CAN_MANAGE", (request, id) => {
    requireAdmin(request.caller);
    const { owner_username: name } = validate(changeOwnerRequest, request.body);
    changeOwner(world, request.store, id, name);
  });
  for (const pinned of [true, false])
    postChange(pinned ? "pin" : "unpin", "CAN_ATTACH_TO", ({ store, caller }, id) => {
      requireAdmin(caller);
      pinCluster(world, store, id, pinned);
    });

  app.get(
    "/api/2.1/clusters/list",
    { config: { operation: "databricks/clusters/list" } },
    (request) => {
      const query = validateQuery(listQuery, request.query);
      const states = asList(query["filter_by.cluster_states"]);
      const sources = asList(query["filter_by.cluster_sources"]);
      const { store, caller } = request;
      const matches = (c: Cluster): boolean =>
        (query["filter_by.is_pinned"] === undefined || c.pinned === query["filter_by.is_pinned"]) &&
        (states.length === 0 || states.includes(c.state)) &&
        (sources.length === 0 || sources.includes(sourceOf(c))) &&
        (query["filter_by.policy_id"] === undefined ||
          c.spec.policy_id === query["filter_by.policy_id"]);
      const visible = store.clusters
        .values()
        .map((c) => clusterById(world, store, c.cluster_id))
        .filter(
          (c) =>
            matches(c) && hasPermission(store, caller, "clusters", c.cluster_id, "CAN_ATTACH_TO"),
        );
      return paginate(
        "clusters",
        sorted(visible, query["sort_by.field"], query["sort_by.direction"]).map(describeCluster),
        query.page_size ?? 20,
        query.page_token,
      );
    },
  );
  app.post("/api/2.1/clusters/events", (request) => {
    const query = validate(eventsRequest, request.body);
    clusterById(world, request.store, query.cluster_id);
    const from = query.start_time ?? 0;
    const to = query.end_time ?? Infinity;
    const all = (request.store.events.get(query.cluster_id) ?? [])
      .filter(
        (e) =>
          e.timestamp >= from && e.timestamp <= to && (query.event_types?.includes(e.type) ?? true),
      )
      .sort((a, b) =>
        query.order === "ASC" ? a.timestamp - b.timestamp : b.timestamp - a.timestamp,
      );
    const offset = query.offset ?? 0;
    const limit = query.limit ?? 50;
    const end = offset + limit;
    const next_page = end < all.length ? { ...query, offset: end, limit } : undefined;
    return { events: all.slice(offset, end), total_count: all.length, next_page };
  });
  app.get(
    "/api/2.1/clusters/list-node-types",
    { config: { operation: "databricks/clusters/list-node-types" } },
    () => ({
      node_types: listNodeTypes(),
    }),
  );
  app.get("/api/2.1/clusters/spark-versions", () => ({ versions: sparkVersions }));
}

/** A query parameter that may be repeated. */
const asList = (value: string | string[] = []): string[] => [value].flat();

/**
 * The settings of a cluster with those that a mask names as they are in a change, or without them.
 * @throws ApiError 501 for a part of a setting
 */
function changedSpec(
  spec: Cluster["spec"],
  mask: string,
  change: Record<string, unknown>,
): Record<string, unknown> {
  const names = mask.split(",").map((name) => name.trim());
  if (names.includes("*")) return change;
  const nested = names.find((name) => name.includes("."));
  if (nested !== undefined) throw new NotSimulated(`the part ${nested} of an update mask`);
  // A cluster has one of the two sizes.
  const replaced = names.some((name) => SIZES.includes(name)) ? [...names, ...SIZES] : names;
  const kept = Object.entries(spec).filter(([name]) => !replaced.includes(name));
  const given = Object.entries(change).filter(([name]) => names.includes(name));
  return Object.fromEntries([...kept, ...given]);
}

const SIZES = ["num_workers", "autoscale"];

/** By name, or as they are kept. */
function sorted(clusters: Cluster[], field: string, direction: string): Cluster[] {
  const nameOf = ({ spec }: Cluster): string => spec.cluster_name ?? "";
  const inOrder = [...clusters];
  if (field === "CLUSTER_NAME") inOrder.sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  return direction === "DESC" ? inOrder.reverse() : inOrder;
}
