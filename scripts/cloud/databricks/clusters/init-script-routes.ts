import type { FastifyInstance } from "fastify";
import { requireAdmin } from "../permissions/acl";

/*
 * @parity
 * - no global init scripts, because none can be made here — ours
 */

/** The list of Global init scripts 2.0: empty, because no machine here could run one. */
export function initScriptRoutes(app: FastifyInstance): void {
  app.get("/api/2.0/global-init-scripts", ({ caller }) => {
    requireAdmin(caller);
    return { scripts: [] };
  });
}
