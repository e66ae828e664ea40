import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { createApp } from "../core/app";
import { ApiError } from "../core/errors";
import type { World } from "../core/world";
import { formatArmError, originOf } from "./arm/app";
import { ACTIONS } from "./arm/actions";
import { issueToken } from "./entra/authority";
import { parseBody } from "./arm/context";
import { azureStore } from "./store";
import { seedTable, table, TABLE_NAMES, type Tables } from "./tables";
import { addPrincipal, grantRole, tenantOf } from "./entra/tenant";

const faults = z.object({
  plan: z.array(
    z.object({
      operation: z.string().min(1),
      nth: z.int().min(1),
      answer: z.union([
        z.literal("drop"),
        z.object({
          status: z.int().min(400).max(599),
          code: z.string(),
          message: z.string(),
          headers: z.record(z.string(), z.string()).optional(),
        }),
      ]),
    }),
  ),
});
const advance = z.object({ ms: z.number().min(0) });
const token = z.object({ userName: z.string(), resource: z.string().min(1) });
const user = z.object({
  userName: z.string().min(3),
  displayName: z.string().optional(),
  role: z.string().optional(),
  scope: z.string().optional(),
});

/**
 * What no vendor has: the clock, planned faults, tokens for people who would sign in by a browser, and the tables that
 * say what the subscription may have. Loopback only, so without sign-in.
 */
export async function createControlApp(world: World): Promise<FastifyInstance> {
  const app = await createApp(world, "the control service", formatArmError);
  const now = () => ({ now: world.clock.now(), iso: world.clock.iso() });

  app.get("/healthz", (_request, reply) => reply.send({ status: "ok", ...now() }));
  app.get("/clock", (_request, reply) => reply.send(now()));
  app.post("/clock/advance", async (request, reply) => {
    world.clock.advance(parseBody(advance, request.body).ms);
    await world.operations.completeDue();
    return reply.send(now());
  });

  /** Names that a fault plan can use on the Azure side; other services add their own. */
  app.get("/operations", (_request, reply) =>
    reply.send({ value: ["entra/token", ...Object.keys(ACTIONS)] }),
  );
  app.post("/faults", (request, reply) => {
    const { plan } = parseBody(faults, request.body);
    world.faults.set(plan);
    return reply.send({ planned: plan.length });
  });

  app.post("/tokens", async (request, reply) => {
    const { userName, resource } = parseBody(token, request.body);
    const principal = azureStore(world).principalsByUserName(userName.toLowerCase())[0];
    if (!principal)
      throw new ApiError(404, "UserNotFound", `There is no user '${userName}' in this world.`);
    const issuer = `${originOf(request)}/${tenantOf(world).tenantId}/`;
    const { token: accessToken, expiresIn } = await issueToken(world, principal, resource, issuer);
    return reply.send({ token: accessToken, expiresIn });
  });

  /** A person of the tenant, made or found; `role` at `scope` (the subscription by default) is a built-in role's name. */
  app.post("/users", (request, reply) => {
    const { userName, displayName, role, scope } = parseBody(user, request.body);
    const known = azureStore(world).principalsByUserName(userName.toLowerCase())[0];
    const objectId = world.random.guid();
    const person =
      known ??
      addPrincipal(world, {
        kind: "user",
        objectId,
        displayName: displayName ?? userName,
        userName,
      });
    if (role !== undefined)
      grantRole(world, person, role, scope ?? `/subscriptions/${tenantOf(world).subscriptionId}`);
    return reply.status(known ? 200 : 201).send({ userName, objectId: person.objectId });
  });

  app.get<{ Params: { table: string } }>("/tables/:table", (request, reply) =>
    reply.send(table(world, tableOf(request.params.table))),
  );
  /** Replaces the named keys of a table; the caller answers for their shape. */
  app.patch<{ Params: { table: string }; Body: Partial<Tables[keyof Tables]> }>(
    "/tables/:table",
    (request, reply) => {
      const name = tableOf(request.params.table);
      const unknown = Object.keys(request.body).filter((key) => !(key in table(world, name)));
      if (unknown.length > 0)
        throw new ApiError(400, "UnknownKey", `Table '${name}' has no '${unknown.join("', '")}'.`);
      seedTable(world, name, request.body);
      return reply.send(table(world, name));
    },
  );
  return app;
}

function tableOf(name: string): keyof Tables {
  const found = TABLE_NAMES.find((known) => known === name);
  if (found) return found;
  throw new ApiError(
    404,
    "UnknownTable",
    `There is no table '${name}'; there are ${TABLE_NAMES.join(", ")}.`,
  );
}
