import type { FastifyInstance } from "fastify";
import { NotSimulated } from "../core/errors";
import type { World } from "../core/world";
import { DATA_OPERATIONS } from "./data-operations";
import { deploymentRoutes } from "./deployment-routes";

/*
 * @parity
 * - Images from a chat model: 400 `OperationNotSupported`, "The imageGenerations operation …" —
 *   reported
 */

const IMAGES = {
  path: "images/generations",
  permission: DATA_OPERATIONS.images,
  capability: "imageGenerations",
} as const;

/** The generation of images, which no model of the catalogue has: every one refuses it. */
export const imageRoutes = (app: FastifyInstance, world: World): void =>
  deploymentRoutes(app, world, IMAGES, () => {
    throw new NotSimulated("images");
  });
