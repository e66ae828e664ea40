import type { FastifyInstance } from "fastify";

/**
 * Versions of an API that the service still serves, each with the one that answers in its place.
 * Jobs 2.0 is not among them: its jobs are single tasks of another form.
 */
const OLDER: readonly { newer: string; older: string }[] = [
  { newer: "/api/2.1/clusters/", older: "/api/2.0/clusters/" },
  { newer: "/api/2.2/jobs/", older: "/api/2.1/jobs/" },
];
const METHODS: readonly unknown[] = ["GET", "POST"];

/** Answers every route that is added from now on under its older versions too. */
export function serveOlderVersions(app: FastifyInstance): void {
  app.addHook("onRoute", (route) => {
    if (!METHODS.includes(route.method)) return;
    for (const { newer, older } of OLDER)
      if (route.url.startsWith(newer)) {
        const { method, handler, config } = route;
        app.route({ method, url: route.url.replace(newer, older), handler, config });
      }
  });
}
