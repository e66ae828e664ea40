import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { isSameSecret } from "../../base/secrets";
import { createApp } from "../core/app";
import { ApiError } from "../core/errors";
import type { World } from "../core/world";
import { PAGE_URLS, pageRoutes } from "../page/page-routes";
import { formatArmError } from "./arm/app";
import { originOf } from "./arm/request-url";
import { ACTIONS } from "./arm/actions";
import { issueToken } from "./entra/authority";
import { parseBody } from "./arm/context";
import { subscriptionScope } from "./arm/ids";
import { azureStore } from "./store";
import { seedTable, table, TABLE_NAMES, type Tables } from "./tables";
import { grantRole, tenantOf, userNamed } from "./entra/tenant";

/*
 * @parity
 * - A user's token through the control service, in place of a browser sign-in — ours
 * - The control service's own bearer token; foreign `Host` (421) and `Origin` (403) are refused by
 *   every service — ours
 */

const faultsBody = z.object({
  /** Tokens expire by the cloud's clock, which jumps: clients have to refresh all the time. */
  tokensByCloudClock: z.boolean().default(false),
  plan: z.array(
    z.object({
      operation: z.string().min(1),
      nth: z.int().min(1),
      answer: z.union([
        z.enum(["drop", "drop served", "late"]),
        z.strictObject({ lag: z.int().min(1) }),
        z.object({
          status: z.int().min(400).max(599),
          code: z.string(),
          message: z.string(),
          headers: z.record(z.string(), z.string()).optional(),
          served: z.boolean().optional(),
        }),
      ]),
    }),
  ),
});
const advanceBody = z.object({ ms: z.number().min(0) });
const tokenBody = z.object({ userName: z.string(), resource: z.string().min(1) });
const tableBody = z.record(z.string(), z.unknown());
const userBody = z.object({
  userName: z.string().min(3),
  displayName: z.string().optional(),
  role: z.string().optional(),
  scope: z.string().optional(),
});

/** What asks for no control token; the page has a cookie of its own. */
const OPEN_URLS = ["/healthz", ...PAGE_URLS];

/**
 * Creates the control service, which no vendor has: the clock, planned faults, tokens of users (who
 * would sign in by a browser), the tables of what the subscription may have, and a page for people.
 * Everything but the page and `/healthz` needs the world's control token as bearer: other users of the machine reach it too.
 */
export async function createControlApp(world: World): Promise<FastifyInstance> {
  const app = await createApp(world, "the control service", formatArmError);
  app.addHook("onRequest", async (request) => {
    if (!OPEN_URLS.includes(request.routeOptions.url ?? ""))
      requireBearer(request.headers.authorization, world.controlToken);
    await Promise.resolve();
  });
  const now = () => ({ now: world.clock.now(), iso: world.clock.iso() });

  app.get("/healthz", (_request, reply) => reply.send({ status: "ok", ...now() }));
  app.get("/clock", (_request, reply) => reply.send(now()));
  app.post("/clock/advance", async (request, reply) => {
    world.clock.jump(parseBody(advanceBody, request.body).ms);
    await world.operations.completeDue();
    return reply.send(now());
  });

  pageRoutes(app, world);

  // Operations of the Azure side that a fault plan can name; other services have more.
  app.get("/operations", (_request, reply) =>
    reply.send({ value: ["entra/token", ...Object.keys(ACTIONS)] }),
  );
  app.post("/faults", (request, reply) => {
    const { plan, tokensByCloudClock } = parseBody(faultsBody, request.body);
    world.faults.set(plan);
    world.tokens.useCloudClock(tokensByCloudClock);
    return reply.send({ planned: plan.length });
  });

  app.post("/tokens", async (request, reply) => {
    const { userName, resource } = parseBody(tokenBody, request.body);
    const principal = azureStore(world).principalsByUserName(userName.toLowerCase())[0];
    if (!principal)
      throw new ApiError(404, "UserNotFound", `There is no user '${userName}' in this world.`);
    const issuer = `${originOf(request)}/${tenantOf(world).tenantId}/`;
    const { token: accessToken, expiresIn } = await issueToken(world, principal, resource, issuer);
    return reply.send({ token: accessToken, expiresIn });
  });

  // Finds or adds a user. `role` is the name of a built-in role; the default of `scope` is the
  // subscription.
  app.post("/users", (request, reply) => {
    const { userName, displayName, role, scope } = parseBody(userBody, request.body);
    const [known] = azureStore(world).principalsByUserName(userName.toLowerCase());
    const principal = userNamed(world, userName, displayName);
    if (role !== undefined)
      grantRole(world, principal, role, scope ?? subscriptionScope(tenantOf(world).subscriptionId));
    return reply.status(known ? 200 : 201).send({ userName, objectId: principal.objectId });
  });

  app.get<{ Params: { table: string } }>("/tables/:table", (request, reply) =>
    reply.send(table(world, requireTableName(request.params.table))),
  );
  // Replaces the keys of a table that the body has. Their shape is not checked.
  app.patch<{ Params: { table: string } }>("/tables/:table", (request, reply) => {
    const name = requireTableName(request.params.table);
    const change = parseBody(tableBody, request.body);
    const unknown = Object.keys(change).filter((key) => !(key in table(world, name)));
    if (unknown.length > 0)
      throw new ApiError(400, "UnknownKey", `Table '${name}' has no '${unknown.join("', '")}'.`);
    seedTable(world, name, change as Partial<Tables[keyof Tables]>);
    return reply.send(table(world, name));
  });
  return app;
}

/** @throws ApiError 401 for any other header than `Bearer` with this secret */
function requireBearer(authorization: string | undefined, secret: string): void {
  const given = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1] ?? "";
  if (isSameSecret(given, secret)) return;
  throw new ApiError(
    401,
    "ControlTokenRequired",
    "The control service needs the controlToken of `lab cloud` as bearer token.",
    { headers: { "www-authenticate": "Bearer" } },
  );
}

function requireTableName(name: string): keyof Tables {
  const found = TABLE_NAMES.find((known) => known === name);
  if (found) return found;
  throw new ApiError(
    404,
    "UnknownTable",
    `There is no table '${name}'; there are ${TABLE_NAMES.join(", ")}.`,
  );
}
