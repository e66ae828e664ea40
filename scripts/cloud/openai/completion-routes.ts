import type { FastifyInstance } from "fastify";
import { NotSimulated } from "../core/errors";
import type { World } from "../core/world";
import { DATA_OPERATIONS } from "./data-operations";
import { deploymentRoutes } from "./deployment-routes";

/*
 * @parity
 * - Older completions: every model of the catalogue refuses them, 400 `OperationNotSupported` —
 *   reported
 */

const COMPLETIONS = {
  path: "completions",
  permission: DATA_OPERATIONS.completions,
  capability: "completion",
} as const;

/** The older completions, which no model of the catalogue has: every one refuses them. */
export const completionRoutes = (app: FastifyInstance, world: World): void =>
  deploymentRoutes(app, world, COMPLETIONS, () => {
    throw new NotSimulated("completions");
  });
