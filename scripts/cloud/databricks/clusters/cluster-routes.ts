import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { requireOnCluster, requireAdmin, hasPermission } from "../permissions/acl";
import { listNodeTypes, sparkVersions } from "./catalogue";
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
import { describeCluster } from "./describe-cluster";
import { paginate } from "../pagination";
import { validate } from "../validate";

const stringMap = z.record(z.string(), z.string()).optional();
const clusterSpec = z.looseObject({
  spark_version: z.string(),
  cluster_name: z.string().optional(),
  node_type_id: z.string().optional(),
  driver_node_type_id: z.string().optional(),
  num_workers: z.number().int().min(0).optional(),
  autoscale: z.object({ min_workers: z.number().int(), max_workers: z.number().int() }).optional(),
  autotermination_minutes: z.number().int().optional(),
  data_security_mode: z.string().optional(),
  single_user_name: z.string().optional(),
  policy_id: z.string().optional(),
  kind: z.string().optional(),
  is_single_node: z.boolean().optional(),
  use_ml_runtime: z.boolean().optional(),
  spark_conf: stringMap,
  custom_tags: stringMap,
});
const clusterId = z.object({ cluster_id: z.string() });
const editRequest = clusterSpec.extend({ cluster_id: z.string() });
const resizeRequest = clusterSpec.pick({ num_workers: true, autoscale: true });
const listQuery = z.looseObject({
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
      const { cluster_id } = validate(clusterId, request.query);
      const cluster = await pollCluster(world, request.store, cluster_id);
      requireOnCluster(request, cluster_id, "CAN_ATTACH_TO");
      return describeCluster(cluster);
    },
  );
  postChange("edit", "CAN_MANAGE", (request, id) => {
    const { cluster_id: _, ...settings } = validate(editRequest, request.body);
    editCluster(world, request.store, id, settings);
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
  for (const pinned of [true, false])
    postChange(pinned ? "pin" : "unpin", "CAN_ATTACH_TO", ({ store, caller }, id) => {
      requireAdmin(caller);
      pinCluster(world, store, id, pinned);
    });

  app.get(
    "/api/2.1/clusters/list",
    { config: { operation: "databricks/clusters/list" } },
    (request) => {
      const query = validate(listQuery, request.query);
      const states = asList(query["filter_by.cluster_states"]);
      const sources = asList(query["filter_by.cluster_sources"]);
      const { store, caller } = request;
      const matches = (c: Cluster): boolean =>
        (query["filter_by.is_pinned"] === undefined || c.pinned === query["filter_by.is_pinned"]) &&
        (states.length === 0 || states.includes(c.state)) &&
        (sources.length === 0 || sources.includes("API")) &&
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
        visible.map(describeCluster),
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
