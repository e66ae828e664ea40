import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError, NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import type { WorkspaceStore } from "../store";
import type { Scope } from "../entities";
import { permissionDenied, alreadyExists, invalidParameter, doesNotExist } from "../errors";
import { groupNamesOf, isGroup, findMember, type Caller } from "../identity/members";
import { omitEmpty } from "../pagination";
import { validate, validateQuery } from "../validate";

/*
 * @parity
 * - secrets: names, limits, ACL levels, value readable inside compute only — documented; status 403
 *   outside compute guessed
 */

/*
 * @not-simulated
 * - Key Vault-backed scopes
 */

const LEVELS = ["READ", "WRITE", "MANAGE"];
const MAX_SECRETS = 1000;
const MAX_BYTES = 128 * 1024;
const name = z
  .string()
  .regex(/^[\w.@/-]{1,128}$/, "must be 1 to 128 of letters, digits, _ . @ / -");
const create = z.object({
  scope: name,
  scope_backend_type: z.enum(["DATABRICKS", "AZURE_KEYVAULT"]).optional(),
  initial_manage_principal: z.literal("users").optional(),
});
const byScope = z.object({ scope: z.string() });
const byKey = z.object({ scope: z.string(), key: z.string() });
const put = z.object({
  scope: z.string(),
  key: name,
  string_value: z.string().optional(),
  bytes_value: z.string().optional(),
});
const byPrincipal = z.object({ scope: z.string(), principal: z.string() });
const acl = byPrincipal.extend({ permission: z.enum(["READ", "WRITE", "MANAGE"]) });

/** The routes of Secrets 2.0, with Databricks-backed scopes. */
export function secretRoutes(app: FastifyInstance, world: World): void {
  const post = <T extends z.ZodType>(
    path: string,
    schema: T,
    handler: (r: FastifyRequest, b: z.infer<T>) => void,
  ): void => {
    app.post(
      `/api/2.0/secrets/${path}`,
      { config: { operation: `databricks/secrets/${path}` } },
      (request) => {
        handler(request, validate(schema, request.body));
        return {};
      },
    );
  };

  post(
    "scopes/create",
    create,
    ({ store, caller }, { scope, scope_backend_type, initial_manage_principal }) => {
      if (scope_backend_type === "AZURE_KEYVAULT")
        throw new NotSimulated("Key Vault-backed secret scopes");
      if (store.scopes.get(scope)) throw alreadyExists(`Scope ${scope} already exists!`);
      store.scopes.put(scope, {
        name: scope,
        acls: {
          [caller.member.userName]: "MANAGE",
          ...(initial_manage_principal !== undefined && { users: "MANAGE" }),
        },
      });
    },
  );
  app.get("/api/2.0/secrets/scopes/list", ({ store, caller }) => ({
    scopes: store.scopes
      .values()
      .filter((s) => levelIndex(store, s, caller) >= 0)
      .map((s) => ({ name: s.name, backend_type: "DATABRICKS" })),
  }));
  post("scopes/delete", byScope, ({ store, caller }, { scope }) => {
    requireScope(store, caller, scope, "MANAGE");
    store.scopes.delete(scope);
    for (const [key] of store.secrets.entries())
      if (key.startsWith(secretKey(scope, ""))) store.secrets.delete(key);
  });

  post("put", put, ({ store, caller }, { scope, key, string_value, bytes_value }) => {
    requireScope(store, caller, scope, "WRITE");
    if ((string_value === undefined) === (bytes_value === undefined))
      throw invalidParameter("Exactly one of string_value and bytes_value is required.");
    const value =
      bytes_value === undefined
        ? Buffer.from(string_value ?? "")
        : Buffer.from(bytes_value, "base64");
    if (value.length > MAX_BYTES)
      throw invalidParameter(`The secret is larger than ${MAX_BYTES} bytes.`);
    const secrets = secretsIn(store, scope);
    if (secrets.length >= MAX_SECRETS && !store.secrets.get(secretKey(scope, key)))
      throw new ApiError(
        400,
        "RESOURCE_LIMIT_EXCEEDED",
        `A scope holds at most ${MAX_SECRETS} secrets.`,
      );
    store.secrets.put(secretKey(scope, key), {
      key,
      value: value.toString("base64"),
      last_updated_timestamp: world.clock.now(),
    });
  });
  app.get("/api/2.0/secrets/list", ({ store, caller, query }) => {
    const { scope } = validateQuery(byScope, query);
    requireScope(store, caller, scope, "READ");
    const secrets = secretsIn(store, scope);
    return {
      secrets: omitEmpty(
        secrets.map(({ key, last_updated_timestamp }) => ({ key, last_updated_timestamp })),
      ),
    };
  });
  app.get(
    "/api/2.0/secrets/get",
    { config: { operation: "databricks/secrets/get" } },
    ({ store, caller, query }) => {
      const { scope, key } = validateQuery(byKey, query);
      if (caller.run === undefined)
        throw permissionDenied(
          "Secret values can be read only from inside compute, with dbutils.secrets.",
        );
      requireScope(store, caller, scope, "READ");
      return { key, value: requireSecret(store, scope, key).value };
    },
  );
  post("delete", byKey, ({ store, caller }, { scope, key }) => {
    requireScope(store, caller, scope, "WRITE");
    requireSecret(store, scope, key);
    store.secrets.delete(secretKey(scope, key));
  });

  post("acls/put", acl, ({ store, caller }, { scope, principal, permission }) => {
    const found = requireScope(store, caller, scope, "MANAGE");
    if (!isGroup(store, principal) && !findMember(store, principal))
      throw doesNotExist(`User or Group ${principal} does not exist.`);
    store.scopes.put(scope, { ...found, acls: { ...found.acls, [principal]: permission } });
  });
  app.get("/api/2.0/secrets/acls/get", ({ store, caller, query }) => {
    const { scope, principal } = validateQuery(byPrincipal, query);
    const permission = requireScope(store, caller, scope, "READ").acls[principal];
    if (permission === undefined) throw aclDoesNotExist(scope, principal);
    return { principal, permission };
  });
  app.get("/api/2.0/secrets/acls/list", ({ store, caller, query }) => {
    const { acls } = requireScope(store, caller, validateQuery(byScope, query).scope, "READ");
    return {
      items: Object.entries(acls).map(([principal, permission]) => ({ principal, permission })),
    };
  });
  post("acls/delete", byPrincipal, ({ store, caller }, { scope, principal }) => {
    const found = requireScope(store, caller, scope, "MANAGE");
    if (!(principal in found.acls)) throw aclDoesNotExist(scope, principal);
    const { [principal]: _removed, ...acls } = found.acls;
    store.scopes.put(scope, { ...found, acls });
  });
}

const aclDoesNotExist = (scope: string, principal: string): ApiError =>
  doesNotExist(`Failed to get secret acl for principal ${principal} for scope ${scope}.`);

/** Index into `LEVELS`, −1 for none. Workspace administrators may manage every scope. */
function levelIndex(store: WorkspaceStore, scope: Scope, caller: Caller): number {
  if (caller.member.admin) return LEVELS.indexOf("MANAGE");
  const names = [caller.member.userName, ...groupNamesOf(store, caller.member)].map((name) =>
    name.toLowerCase(),
  );
  const granted = Object.entries(scope.acls).filter(([principal]) =>
    names.includes(principal.toLowerCase()),
  );
  return Math.max(-1, ...granted.map(([, level]) => LEVELS.indexOf(level)));
}

/** @throws ApiError RESOURCE_DOES_NOT_EXIST, PERMISSION_DENIED. */
function requireScope(store: WorkspaceStore, caller: Caller, scope: string, level: string): Scope {
  const found = store.scopes.get(scope);
  if (!found) throw doesNotExist(`Scope ${scope} does not exist!`);
  if (levelIndex(store, found, caller) < LEVELS.indexOf(level))
    throw permissionDenied(
      `User ${caller.member.userName} does not have ${level} permission on scope ${scope}.`,
    );
  return found;
}

/** The key of a secret in the store. Names may contain slashes, but no colon. */
const secretKey = (scope: string, key: string): string => `${scope}:${key}`;
const secretsIn = (store: WorkspaceStore, scope: string) =>
  store.secrets
    .entries()
    .filter(([key]) => key.startsWith(secretKey(scope, "")))
    .map(([, secret]) => secret);

function requireSecret(store: WorkspaceStore, scope: string, key: string) {
  const found = store.secrets.get(secretKey(scope, key));
  if (!found) throw doesNotExist(`Secret does not exist with scope: ${scope} and key: ${key}`);
  return found;
}
