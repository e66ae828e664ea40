import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { isJsonObject } from "../../../../infra/json-object";
import { withoutNulls } from "../../core/nulls";
import type { World } from "../../core/world";
import type { Author } from "../entities";
import { invalidRequest } from "./errors";

/*
 * @parity
 * - PATCH changes what it names: of accounts (tags and SKU 200; properties and identity 202 with
 *   `Azure-AsyncOperation`, 5 s, the values at once), deployments (capacity and tags; 200),
 *   workspaces (tags; 202), groups (tags) — recorded of accounts; other statuses guessed
 */

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

/**
 * Parses a request body as loosely as Resource Manager does: null is absent, and clients send
 * numbers as texts (`looseNumber`).
 * @throws ApiError 400 `InvalidRequestContent` with the schema's issues
 */
export function parseBody<T>(shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(withoutAnyNulls(body ?? {}));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path, message }) => `${path.join(".") || "the body"}: ${message}`,
  );
  throw invalidRequest(
    `The request content was invalid and could not be deserialized: '${issues.join("; ")}'.`,
  );
}

/** A number, or its text: az sends `"capacity": "5"` of its own command `deployment create`. */
export const looseNumber = <T extends z.ZodType<number>>(number: T) =>
  z.preprocess(
    (value) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value),
    number,
  );

/** As `withoutNulls`, at every depth. */
function withoutAnyNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAnyNulls);
  const given = withoutNulls(value);
  if (!isJsonObject(given)) return given;
  return Object.fromEntries(
    Object.entries(given).map(([name, one]) => [name, withoutAnyNulls(one)]),
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
