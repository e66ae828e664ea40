import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError, NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import { parseFilter } from "../arm/filter";
import type { Principal } from "../entities";
import { azureStore } from "../store";
import { presentObject, presentPrincipal, withContext } from "./graph-answers";

/*
 * @parity
 * - Microsoft Graph at the sign-in host: `users`, `me`, `servicePrincipals`,
 *   `directoryObjects/getByIds`, with `eq` filters and the beginning of a display name, from the
 *   world's principals; nothing of an application but its ids and names — spec (az's own calls);
 *   keys recorded
 */

/*
 * @not-simulated
 * - the rest of Graph
 * - groups
 */

type User = Extract<Principal, { kind: "user" }>;
type App = Extract<Principal, { kind: "app" }>;

interface IdPath {
  id: string;
}
interface FilterQuery {
  $filter?: string;
}

/**
 * The part of Microsoft Graph that finds a principal by its name, as `az role assignment` does: users,
 * the caller, service principals, and objects by id. It reads the world's principals.
 */
export function graphRoutes(app: FastifyInstance, world: World): void {
  const { principals } = azureStore(world);
  const users = (): User[] => principals.values().filter((one) => one.kind === "user");
  const apps = (): App[] => principals.values().filter((one) => one.kind === "app");
  const route = { config: { operation: "graph/read" } };

  app.get<{ Querystring: FilterQuery }>("/v1.0/users", route, async (request) => {
    await requireToken(world, request);
    const wanted = parseFilter(simplified(request.query), [
      ...["userprincipalname", "id", "displayname", "startswith(displayname)"],
    ]);
    const start = (wanted.get("startswith(displayname)") ?? "").toLowerCase();
    const found = users().filter(
      ({ userName, objectId, displayName }) =>
        displayName.toLowerCase().startsWith(start) &&
        isAsked(wanted, "userprincipalname", userName) &&
        isAsked(wanted, "id", objectId) &&
        isAsked(wanted, "displayname", displayName),
    );
    return withContext(request, "users", { value: found.map(presentPrincipal) });
  });

  app.get<{ Params: IdPath }>("/v1.0/users/:id", route, async (request) => {
    await requireToken(world, request);
    const { id } = request.params;
    const user = users().find(
      ({ objectId, userName }) => objectId === id || userName.toLowerCase() === id.toLowerCase(),
    );
    return withContext(request, "users/$entity", presentPrincipal(user ?? notFound(id)));
  });

  app.get("/v1.0/me", route, async (request) => {
    const { oid } = await requireToken(world, request);
    const user = users().find(({ objectId }) => objectId === oid);
    if (user) return withContext(request, "users/$entity", presentPrincipal(user));
    throw new ApiError(
      400,
      "BadRequest",
      "/me request is only valid with delegated authentication flow.",
    );
  });

  app.get<{ Querystring: FilterQuery }>("/v1.0/servicePrincipals", route, async (request) => {
    await requireToken(world, request);
    const wanted = parseFilter(simplified(request.query), [
      ...["appid", "id", "displayname", "startswith(displayname)"],
    ]);
    const start = (wanted.get("startswith(displayname)") ?? "").toLowerCase();
    const found = apps().filter(
      ({ appId, objectId, displayName }) =>
        displayName.toLowerCase().startsWith(start) &&
        isAsked(wanted, "appid", appId) &&
        isAsked(wanted, "id", objectId) &&
        isAsked(wanted, "displayname", displayName),
    );
    return withContext(request, "servicePrincipals", { value: found.map(presentPrincipal) });
  });

  app.get<{ Params: IdPath }>("/v1.0/servicePrincipals/:id", route, async (request) => {
    await requireToken(world, request);
    const { id } = request.params;
    const found = apps().find(({ objectId }) => objectId === id) ?? notFound(id);
    return withContext(request, "servicePrincipals/$entity", presentPrincipal(found));
  });

  app.post("/v1.0/directoryObjects/getByIds", route, async (request) => {
    await requireToken(world, request);
    const { ids = [] } = Object(request.body) as { ids?: unknown[] };
    const found = principals.values().filter(({ objectId }) => ids.includes(objectId));
    return withContext(request, "directoryObjects", { value: found.map(presentObject) });
  });
}

/** @throws ApiError 401 without a token of this tenant */
async function requireToken(world: World, request: FastifyRequest): Promise<{ oid: string }> {
  const options = Object.keys(request.query as object).filter(
    (name) => name.startsWith("$") && !["$filter", "$select", "$top"].includes(name),
  );
  if (options.length > 0) throw new NotSimulated(`the query option ${options.join()} of Graph`);
  const claims = await world.tokens.verify(request.headers.authorization);
  if (claims) return claims;
  throw new ApiError(401, "InvalidAuthenticationToken", "Access token is empty or invalid.");
}

/** az asks for a name in two places, of which one is the other's synonym here. */
const simplified = ({ $filter = "" }: FilterQuery): string =>
  $filter.replace(/servicePrincipalNames\/any\((\w):\s*\1 eq ('[^']*')\)/i, "appId eq $2");

const isAsked = (wanted: ReadonlyMap<string, string>, name: string, value: string): boolean =>
  (wanted.get(name) ?? value).toLowerCase() === value.toLowerCase();

function notFound(id: string): never {
  throw new ApiError(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
