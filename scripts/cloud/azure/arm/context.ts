import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import { invalidRequest } from "./errors";

/** What a file of routes is given. */
export interface RouteContext {
  app: FastifyInstance;
  world: World;
}

/** Path parameters of anything that lies in a resource group. */
export interface GroupPath {
  subscription: string;
  group: string;
}

/** A request body of the shape. @throws ApiError 400 `InvalidRequestContent` naming what is wrong with it */
export function parseBody<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  throw invalidRequest(
    `The request content was invalid and could not be deserialized: '${z.prettifyError(parsed.error)}'.`,
  );
}

/** `systemData` of an answer. */
export const systemData = (made: {
  createdAt: string;
  createdBy: { name: string; type: string };
}) => ({
  createdBy: made.createdBy.name,
  createdByType: made.createdBy.type,
  createdAt: made.createdAt,
  lastModifiedBy: made.createdBy.name,
  lastModifiedByType: made.createdBy.type,
  lastModifiedAt: made.createdAt,
});
