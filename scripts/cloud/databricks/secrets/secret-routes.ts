import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import type { Content } from "../store";
import type { Scope } from "../entities";
import { denied, exists, invalid, missing } from "../errors";
import { groupsOf, isGroup, memberNamed, type Caller } from "../identity/members";
import { read } from "../validate";

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

/** Secrets 2.0 with Databricks-backed scopes. */
export function secretRoutes(app: FastifyInstance, world: World): void {
  const post = <T extends z.ZodType>(
    path: string,
    schema: T,
    act: (r: FastifyRequest, b: z.infer<T>) => void,
  ): void => {
    app.post(
      `/api/2.0/secrets/${path}`,
      { config: { operation: `databricks/secrets/${path}` } },
      (request) => {
        act(request, read(schema, request.body));
        return {};
      },
    );
  };

  post(
    "scopes/create",
    create,
    ({ content, caller }, { scope, scope_backend_type, initial_manage_principal }) => {
      if (scope_backend_type === "AZURE_KEYVAULT")
        throw new ApiError(
          501,
          "NotSimulated",
          "the local cloud does not simulate Key Vault-backed secret scopes",
        );
      if (content.scopes.get(scope)) throw exists(`Scope ${scope} already exists!`);
      content.scopes.put(scope, {
        name: scope,
        acls: {
          [caller.member.userName]: "MANAGE",
          ...(initial_manage_principal !== undefined && { users: "MANAGE" }),
        },
      });
    },
  );
  app.get("/api/2.0/secrets/scopes/list", ({ content, caller }) => ({
    scopes: content.scopes
      .values()
      .filter((s) => levelOn(s, caller) >= 0)
      .map((s) => ({ name: s.name, backend_type: "DATABRICKS" })),
  }));
  post("scopes/delete", byScope, ({ content, caller }, { scope }) => {
    scopeFor(content, caller, scope, "MANAGE");
    content.scopes.delete(scope);
    for (const [key] of content.secrets.entries())
      if (key.startsWith(secretKey(scope, ""))) content.secrets.delete(key);
  });

  post("put", put, ({ content, caller }, { scope, key, string_value, bytes_value }) => {
    scopeFor(content, caller, scope, "WRITE");
    if ((string_value === undefined) === (bytes_value === undefined))
      throw invalid("Exactly one of string_value and bytes_value is required.");
    const value =
      bytes_value === undefined
        ? Buffer.from(string_value ?? "")
        : Buffer.from(bytes_value, "base64");
    if (value.length > MAX_BYTES) throw invalid(`The secret is larger than ${MAX_BYTES} bytes.`);
    const secrets = secretsIn(content, scope);
    if (secrets.length >= MAX_SECRETS && !content.secrets.get(secretKey(scope, key)))
      throw new ApiError(
        400,
        "RESOURCE_LIMIT_EXCEEDED",
        `A scope holds at most ${MAX_SECRETS} secrets.`,
      );
    content.secrets.put(secretKey(scope, key), {
      key,
      value: value.toString("base64"),
      last_updated_timestamp: world.clock.now(),
    });
  });
  app.get("/api/2.0/secrets/list", ({ content, caller, query }) => {
    const { scope } = read(byScope, query);
    scopeFor(content, caller, scope, "READ");
    const secrets = secretsIn(content, scope);
    return secrets.length === 0
      ? {}
      : {
          secrets: secrets.map(({ key, last_updated_timestamp }) => ({
            key,
            last_updated_timestamp,
          })),
        };
  });
  app.get(
    "/api/2.0/secrets/get",
    { config: { operation: "databricks/secrets/get" } },
    ({ content, caller, query }) => {
      const { scope, key } = read(byKey, query);
      if (caller.run === undefined)
        throw denied("Secret values can be read only from inside compute, with dbutils.secrets.");
      scopeFor(content, caller, scope, "READ");
      return { key, value: secretAt(content, scope, key).value };
    },
  );
  post("delete", byKey, ({ content, caller }, { scope, key }) => {
    scopeFor(content, caller, scope, "WRITE");
    secretAt(content, scope, key);
    content.secrets.delete(secretKey(scope, key));
  });

  post("acls/put", acl, ({ content, caller }, { scope, principal, permission }) => {
    const found = scopeFor(content, caller, scope, "MANAGE");
    if (!isGroup(principal) && !memberNamed(content, principal))
      throw missing(`User or Group ${principal} does not exist.`);
    content.scopes.put(scope, { ...found, acls: { ...found.acls, [principal]: permission } });
  });
  app.get("/api/2.0/secrets/acls/get", ({ content, caller, query }) => {
    const { scope, principal } = read(byPrincipal, query);
    const permission = scopeFor(content, caller, scope, "READ").acls[principal];
    if (permission === undefined) throw noAcl(scope, principal);
    return { principal, permission };
  });
  app.get("/api/2.0/secrets/acls/list", ({ content, caller, query }) => {
    const { acls } = scopeFor(content, caller, read(byScope, query).scope, "READ");
    return {
      items: Object.entries(acls).map(([principal, permission]) => ({ principal, permission })),
    };
  });
  post("acls/delete", byPrincipal, ({ content, caller }, { scope, principal }) => {
    const found = scopeFor(content, caller, scope, "MANAGE");
    if (!(principal in found.acls)) throw noAcl(scope, principal);
    const { [principal]: _gone, ...acls } = found.acls;
    content.scopes.put(scope, { ...found, acls });
  });
}

const noAcl = (scope: string, principal: string): ApiError =>
  missing(`Failed to get secret acl for principal ${principal} for scope ${scope}.`);

/** Index into LEVELS, −1 for none. Workspace administrators may manage every scope. */
function levelOn(scope: Scope, caller: Caller): number {
  if (caller.member.admin) return LEVELS.indexOf("MANAGE");
  const names = [caller.member.userName.toLowerCase(), ...groupsOf(caller.member)];
  const granted = Object.entries(scope.acls).filter(([principal]) =>
    names.includes(principal.toLowerCase()),
  );
  return Math.max(-1, ...granted.map(([, level]) => LEVELS.indexOf(level)));
}

/** @throws RESOURCE_DOES_NOT_EXIST, PERMISSION_DENIED */
function scopeFor(content: Content, caller: Caller, scope: string, level: string): Scope {
  const found = content.scopes.get(scope);
  if (!found) throw missing(`Scope ${scope} does not exist!`);
  if (levelOn(found, caller) < LEVELS.indexOf(level))
    throw denied(
      `User ${caller.member.userName} does not have ${level} permission on scope ${scope}.`,
    );
  return found;
}

/** Names may hold slashes, but no colon. */
const secretKey = (scope: string, key: string): string => `${scope}:${key}`;
const secretsIn = (content: Content, scope: string) =>
  content.secrets
    .entries()
    .filter(([key]) => key.startsWith(secretKey(scope, "")))
    .map(([, secret]) => secret);

function secretAt(content: Content, scope: string, key: string) {
  const found = content.secrets.get(secretKey(scope, key));
  if (!found) throw missing(`Secret does not exist with scope: ${scope} and key: ${key}`);
  return found;
}
