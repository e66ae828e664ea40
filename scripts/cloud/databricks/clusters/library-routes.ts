import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { requireOnCluster } from "../permissions/acl";
import { clusterById } from "./clusters";
import type { LibraryStatus } from "../entities";
import { invalidParameter } from "../errors";
import { installLibraries, librariesOn, pollLibraries, uninstallLibraries } from "./libraries";
import { omitEmpty } from "../pagination";
import { validate, validateQuery } from "../validate";

/*
 * @parity
 * - libraries: states, PENDING on a stopped cluster, UNINSTALL_ON_RESTART, failure seen only in
 *   `cluster-status`, "has been installed already" — spec, texts reported
 */

const changeRequest = z.object({
  cluster_id: z.string(),
  libraries: z.array(
    z.looseObject({
      pypi: z.object({ package: z.string(), repo: z.string().optional() }).optional(),
    }),
  ),
});
const clusterId = z.object({ cluster_id: z.string() });

/** The routes of Libraries 2.0. Only `cluster-status` shows that an installation failed. */
export function libraryRoutes(app: FastifyInstance, world: World): void {
  const handlers = {
    install: installLibraries.bind(undefined, world),
    uninstall: uninstallLibraries,
  };
  for (const [path, handler] of Object.entries(handlers))
    app.post(
      `/api/2.0/libraries/${path}`,
      { config: { operation: `databricks/libraries/${path}` } },
      (request) => {
        const { cluster_id, libraries } = validate(changeRequest, request.body);
        clusterById(world, request.store, cluster_id);
        requireOnCluster(request, cluster_id, "CAN_MANAGE");
        for (const library of libraries)
          if (Object.keys(library).length !== 1) throw invalidParameter("Unknown library type.");
        handler(request.store, cluster_id, libraries);
        return {};
      },
    );
  app.get(
    "/api/2.0/libraries/cluster-status",
    { config: { operation: "databricks/libraries/status" } },
    async (request) => {
      const { cluster_id } = validateQuery(clusterId, request.query);
      clusterById(world, request.store, cluster_id);
      requireOnCluster(request, cluster_id, "CAN_ATTACH_TO");
      return describeLibraries(cluster_id, await pollLibraries(world, request.store, cluster_id));
    },
  );
  app.get("/api/2.0/libraries/all-cluster-statuses", ({ store }) => ({
    statuses: store.clusters
      .values()
      .map((c) => describeLibraries(c.cluster_id, librariesOn(store, c.cluster_id))),
  }));
}

const describeLibraries = (
  cluster_id: string,
  libraries: LibraryStatus[],
): Record<string, unknown> => ({
  cluster_id,
  library_statuses: omitEmpty(
    libraries.map(({ library, status, messages }) => ({
      library,
      status,
      messages: omitEmpty(messages),
      is_library_for_all_clusters: false,
    })),
  ),
});
