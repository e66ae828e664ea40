import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { own } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { invalidParameter, permissionDenied } from "../errors";
import { requireAdmin } from "../permissions/acl";
import type { WorkspaceStore } from "../store";
import { validate, validateQuery } from "../validate";

/*
 * @parity
 * - `workspace-conf`: `enableTokensConfig` and `maxTokenLifetimeDays` are obeyed by `token/create`;
 *   any other key, and turning on `enableIpAccessLists`, is 501 — documented; texts guessed
 */

/** A key of the workspace's configuration: its value at first, and the values that it can have here. */
interface Setting {
  first: string;
  allowed: RegExp;
}
const SETTINGS: Record<string, Setting> = {
  enableTokensConfig: { first: "true", allowed: /^(true|false)$/i },
  /** 0 days are no limit. */
  maxTokenLifetimeDays: { first: "0", allowed: /^\d+$/ },
  /** Everyone comes from 127.0.0.1, so there is nothing that a list could tell apart. */
  enableIpAccessLists: { first: "false", allowed: /^false$/i },
};
const DAY_SECONDS = 24 * 3600;
const getQuery = z.object({ keys: z.string() });
const changes = z.record(z.string(), z.string());

/** The routes of the workspace's configuration: the keys that something here obeys. */
export function workspaceConfRoutes(app: FastifyInstance): void {
  app.get("/api/2.0/workspace-conf", ({ store, caller, query }) => {
    requireAdmin(caller);
    const keys = validateQuery(getQuery, query).keys.split(",");
    return Object.fromEntries(keys.map((key) => [key, valueOf(store, key)]));
  });
  app.patch(
    "/api/2.0/workspace-conf",
    { config: { operation: "databricks/workspace-conf/write" } },
    async ({ store, caller, body }, reply) => {
      requireAdmin(caller);
      const asked = Object.entries(validate(changes, body));
      for (const [key, value] of asked)
        if (!settingOf(key).allowed.test(value))
          throw new NotSimulated(`the value ${value} of the workspace's ${key}`);
      for (const [key, value] of asked) store.conf.put(key, value);
      return reply.status(204).send();
    },
  );
}

/** @throws ApiError 501 for a key that nothing here obeys */
function settingOf(key: string): Setting {
  const found = own(SETTINGS, key);
  if (!found) throw new NotSimulated(`the workspace's configuration of ${key}`);
  return found;
}

const valueOf = (store: WorkspaceStore, key: string): string =>
  store.conf.get(key) ?? settingOf(key).first;

/** @throws ApiError PERMISSION_DENIED where tokens are turned off */
export function requireTokens(store: WorkspaceStore): void {
  if (valueOf(store, "enableTokensConfig").toLowerCase() === "false")
    throw permissionDenied("Personal access tokens are disabled for this workspace.");
}

/** @throws ApiError INVALID_PARAMETER_VALUE for a longer life than the workspace allows */
export function requireLifetime(store: WorkspaceStore, seconds: number | undefined): void {
  const days = Number(valueOf(store, "maxTokenLifetimeDays"));
  if (days > 0 && (seconds ?? Infinity) > days * DAY_SECONDS)
    throw invalidParameter(`The lifetime of a token must be at most ${days} days.`);
}
