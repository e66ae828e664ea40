import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { World } from "../../core/world";
import type { Author } from "../entities";
import { invalidRequest } from "./errors";

/** The application that a route file adds its routes to, and the world that they serve. */
export interface RouteContext {
  app: FastifyInstance;
  world: World;
}

/** Path parameters of a resource group and of everything in it. */
export interface GroupPath {
  /** Subscription id, without `/subscriptions/`. */
  subscription: string;
  /** Name of the resource group. */
  group: string;
}

/** Path parameters of what a subscription offers in a region. */
export interface RegionPath {
  /** Subscription id, without `/subscriptions/`. */
  subscription: string;
  /** Region in any spelling. */
  location: string;
}

/** Parses a request body. @throws ApiError 400 `InvalidRequestContent` with the schema's issues */
export function parseBody<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const issues = z.prettifyError(parsed.error);
  throw invalidRequest(
    `The request content was invalid and could not be deserialized: '${issues}'.`,
  );
}

/** `systemData` of a resource in an answer. The simulator does not keep modifications apart. */
export const systemData = (resource: { createdAt: string; createdBy: Author }) => ({
  createdBy: resource.createdBy.name,
  createdByType: resource.createdBy.type,
  createdAt: resource.createdAt,
  lastModifiedBy: resource.createdBy.name,
  lastModifiedByType: resource.createdBy.type,
  lastModifiedAt: resource.createdAt,
});
