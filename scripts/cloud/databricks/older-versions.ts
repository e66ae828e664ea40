import type { FastifyInstance } from "fastify";
import { fromTasks, toTasks } from "./jobs/single-task";

/*
 * @parity
 * - Clusters 2.0 answers as 2.1, Jobs 2.1 as 2.2; Jobs 2.0 has the one task among the job's own
 *   fields, its `offset` is 501 — documented; that nothing else differs guessed
 */

/** A version of an API that the service still serves, and the one that answers in its place. */
interface OlderVersion {
  newer: string;
  older: string;
  /** Turns a request, its body or query, into one of the newer version. @default as it is */
  request?: (asked: unknown) => unknown;
  /** Turns the newer version's answer into one of the older version. @default as it is */
  answer?: (answer: unknown) => unknown;
}

const OLDER: readonly OlderVersion[] = [
  { newer: "/api/2.1/clusters/", older: "/api/2.0/clusters/" },
  { newer: "/api/2.2/jobs/", older: "/api/2.1/jobs/" },
  { newer: "/api/2.2/jobs/", older: "/api/2.0/jobs/", request: toTasks, answer: fromTasks },
];
const METHODS: readonly unknown[] = ["GET", "POST"];

/** Answers every route that is added from now on under its older versions too. */
export function serveOlderVersions(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    if (!METHODS.includes(route.method)) return;
    for (const { newer, older, request: toNewer, answer: toOlder } of OLDER)
      if (route.url.startsWith(newer)) {
        const { method, handler, config } = route;
        app.route({
          method,
          url: route.url.replace(newer, older),
          config,
          async handler(request, reply) {
            if (toNewer) {
              request.body = toNewer(request.body);
              request.query = toNewer(request.query);
            }
            const answer: unknown = await handler.call(this, request, reply);
            return toOlder ? toOlder(answer) : answer;
          },
        });
      }
  });
}
