import { z } from "zod";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { routeOptions } from "../arm/actions";
import type { Account } from "../entities";
import { keyOf } from "../arm/ids";
import { isEnforced } from "../refusals";
import { azureStore } from "../store";
import { ACCOUNT_PATH, requireAccount, type AccountPath } from "./account-routes";
import { parseBody, type RouteContext } from "../arm/context";

/*
 * @parity
 * - listKeys with `disableLocalAuth`: 400 — guessed
 */

const regenerate = z.looseObject({ keyName: z.string().regex(/^key[12]$/i) });

/** The two keys of an account. */
export function keyRoutes(arm: RouteContext): void {
  const { app, world } = arm;

  app.post<{ Params: AccountPath }>(
    `${ACCOUNT_PATH}/listKeys`,
    routeOptions("cognitiveservices/accounts/listKeys"),
    (request, reply) =>
      reply.send(requireLocalAuth(world, requireAccount(arm, request.params)).keys),
  );

  app.post<{ Params: AccountPath }>(
    `${ACCOUNT_PATH}/regenerateKey`,
    routeOptions("cognitiveservices/accounts/regenerateKey"),
    (request, reply) => {
      const account = requireLocalAuth(world, requireAccount(arm, request.params));
      const name = parseBody(regenerate, request.body).keyName.toLowerCase();
      const keys = { ...account.keys, [name]: world.random.hex(32) };
      azureStore(world).accounts.put(keyOf(account.id), { ...account, keys });
      return reply.send(keys);
    },
  );
}

function requireLocalAuth(world: World, account: Account): Account {
  const isOff = account.properties.disableLocalAuth === true;
  if (!isOff || !isEnforced(world, "AuthenticationTypeDisabled")) return account;
  throw new ApiError(
    400,
    "BadRequest",
    "Failed to list key. disableLocalAuth is set to be true, so local authentication is disabled for this account.",
  );
}
