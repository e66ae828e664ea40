import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { demand } from "../permissions/acl";
import { clusterById } from "./clusters";
import type { LibraryStatus } from "../entities";
import { invalid } from "../errors";
import { installLibraries, librariesOn, pollLibraries, uninstallLibraries } from "./libraries";
import { read } from "../validate";

const change = z.object({
  cluster_id: z.string(),
  libraries: z.array(
    z.looseObject({
      pypi: z.object({ package: z.string(), repo: z.string().optional() }).optional(),
    }),
  ),
});
const one = z.object({ cluster_id: z.string() });

/** Libraries 2.0. A failed installation is seen in `cluster-status` only. */
export function libraryRoutes(app: FastifyInstance, world: World): void {
  const acts = { install: installLibraries.bind(undefined, world), uninstall: uninstallLibraries };
  for (const [path, act] of Object.entries(acts))
    app.post(
      `/api/2.0/libraries/${path}`,
      { config: { operation: `databricks/libraries/${path}` } },
      (request) => {
        const { cluster_id, libraries } = read(change, request.body);
        clusterById(world, request.content, cluster_id);
        demand(
          request.content,
          request.caller,
          "clusters",
          cluster_id,
          "CAN_MANAGE",
          `cluster ${cluster_id}`,
        );
        for (const library of libraries)
          if (Object.keys(library).length !== 1) throw invalid("Unknown library type.");
        act(request.content, cluster_id, libraries);
        return {};
      },
    );
  app.get(
    "/api/2.0/libraries/cluster-status",
    { config: { operation: "databricks/libraries/status" } },
    async (request) => {
      const { cluster_id } = read(one, request.query);
      clusterById(world, request.content, cluster_id);
      demand(
        request.content,
        request.caller,
        "clusters",
        cluster_id,
        "CAN_ATTACH_TO",
        `cluster ${cluster_id}`,
      );
      return statuses(cluster_id, await pollLibraries(world, request.content, cluster_id));
    },
  );
  app.get("/api/2.0/libraries/all-cluster-statuses", ({ content }) => ({
    statuses: content.clusters
      .values()
      .map((c) => statuses(c.cluster_id, librariesOn(content, c.cluster_id))),
  }));
}

const statuses = (cluster_id: string, libraries: LibraryStatus[]): Record<string, unknown> => ({
  cluster_id,
  ...(libraries.length > 0 && {
    library_statuses: libraries.map(({ library, status, messages }) => ({
      library,
      status,
      ...(messages.length > 0 && { messages }),
      is_library_for_all_clusters: false,
    })),
  }),
});
