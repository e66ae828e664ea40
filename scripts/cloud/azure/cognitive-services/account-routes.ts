import { z } from "zod";
import type { Operation } from "../../core/operations";
import type { World } from "../../core/world";
import {
  createAccount,
  restartCreation,
  startDeletion,
  startUpdate,
  updateAccount,
  type AccountRequest,
} from "./accounts";
import { validateWrite, authorOf, requireGroup } from "../arm/write-request";
import { routeOptions } from "../arm/actions";
import { accountNotReady } from "./errors";
import { isReadyAtOnce, requireKindAndSku } from "./kinds";
import type { Account } from "../entities";
import { invalidProperties, resourceLocationFixed, resourceNotFound } from "../arm/errors";
import { ACCOUNT_TYPE, groupId, keyOf, regionOf, resourceId } from "../arm/ids";
import { announceAsync } from "../arm/long-running";
import { requireValidTags } from "../arm/names";
import { azureStore } from "../store";
import { parseBody, systemData, type RouteContext, type GroupPath } from "../arm/context";

/*
 * @parity
 * - Account PUT 201 `Creating` with endpoint and `Azure-AsyncOperation`; polls 200 `Creating` then
 *   `Succeeded`; 5 s — recorded
 * - Account body: keys of `properties`, `systemData`, etag; a system-assigned identity has
 *   `principalId` and `tenantId` (nobody can sign in with it) — recorded
 * - A restore needs neither kind nor SKU — spec (azure-cli's scenario test of soft deletion)
 * - An update PUT is 200 and done at once; kind, region and custom subdomain cannot change — guessed
 * - DELETE 200, done at once; 202 with `Azure-AsyncOperation` where it fails by plan; missing 204 —
 *   recorded (2023, 2025); failure and 204 guessed
 */

/*
 * @not-simulated
 * - private endpoints
 * - network rules
 * - customer keys
 * - identities (kept and shown, without effect)
 * - accounts' projects
 */

/** Path parameters of an account and of everything under it. */
export interface AccountPath extends GroupPath {
  /** Name of the account. */
  account: string;
}

/** Route of an account. */
export const ACCOUNT_PATH =
  "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.CognitiveServices/accounts/:account";

const putBody = z.looseObject({
  kind: z.string().min(1).optional(),
  location: z.string().min(1),
  sku: z.looseObject({ name: z.string().min(1) }).optional(),
  tags: z.record(z.string(), z.string()).nullish(),
  identity: z.looseObject({ type: z.string().optional() }).optional(),
  properties: z
    .looseObject({
      customSubDomainName: z
        .string()
        .regex(/^[a-zA-Z0-9][a-zA-Z0-9-]{0,62}[a-zA-Z0-9]$/)
        .optional(),
      disableLocalAuth: z.boolean().optional(),
      publicNetworkAccess: z.enum(["Enabled", "Disabled"]).optional(),
      restore: z.boolean().optional(),
    })
    .nullish(),
});

const patchBody = putBody.partial();

/** The account of a path. @throws ApiError `ResourceNotFound` */
export function requireAccount({ world }: Pick<RouteContext, "world">, path: AccountPath): Account {
  const account = azureStore(world).accounts.get(
    keyOf(resourceId(path.subscription, path.group, ACCOUNT_TYPE, path.account)),
  );
  if (account) return account;
  requireGroup(world, path.subscription, path.group);
  throw resourceNotFound(ACCOUNT_TYPE, path.account, path.group);
}

/** An account in an answer, without its keys. `extra` are further properties. */
export function presentAccount(
  account: Account,
  type = ACCOUNT_TYPE,
  extra: Record<string, unknown> = {},
) {
  const { id, name, etag, location, sku, kind, tags, identity, endpoint } = account;
  return {
    id,
    name,
    type,
    etag,
    location,
    sku,
    kind,
    tags,
    identity,
    properties: {
      publicNetworkAccess: "Enabled",
      allowProjectManagement: false,
      ...account.properties,
      endpoint,
      endpoints: { "OpenAI Language Model Instance API": endpoint, "Token Service API": endpoint },
      internalId: account.internalId,
      dateCreated: account.createdAt,
      callRateLimit: { rules: [rateRule("openai", "openai/*"), rateRule("default", "*")] },
      isMigrated: false,
      privateEndpointConnections: [],
      capabilities: [{ name: "VirtualNetworks" }, { name: "CustomerManagedKey" }],
      provisioningState: account.state,
      ...extra,
    },
    systemData: systemData(account),
  };
}

const rateRule = (key: string, path: string) => ({
  key,
  renewalPeriod: 1,
  count: 30,
  matchPatterns: [{ path, method: "*" }],
});

/** Path of the polling URLs of a region's operations. */
export const operationsPath = (subscription: string, location: string): string =>
  `/subscriptions/${subscription}/providers/Microsoft.CognitiveServices/locations/${regionOf(location)}/operationResults`;

/** Cognitive Services accounts: create or restore, update whole or in part, read, list, soft-delete. */
export function accountRoutes(arm: RouteContext): void {
  const { app, world } = arm;
  const store = azureStore(world);

  app.put<{ Params: AccountPath }>(
    ACCOUNT_PATH,
    routeOptions("cognitiveservices/accounts/write"),
    async (request, reply) => {
      const { subscription, group, account: name } = request.params;
      const body = parseBody(putBody, request.body);
      const { restore, ...properties } = body.properties ?? {};
      const { location, tags } = body;
      const write = { subscription, group, type: ACCOUNT_TYPE, name, location, tags };
      const resourceGroup = validateWrite(world, write);
      const id = resourceId(subscription, resourceGroup.name, ACCOUNT_TYPE, name);
      // az recovers an account without its kind and SKU: it comes back with those that it had.
      const former = restore === true ? store.deletedAccounts.get(keyOf(id))?.account : undefined;
      const { kind, sku } = requireKindAndSku({ ...former, ...body });
      const accountRequest: AccountRequest = {
        id,
        name,
        subscriptionId: subscription,
        resourceGroup: resourceGroup.name,
        location,
        kind,
        sku: { name: sku.name },
        tags: tags ?? undefined,
        identity: body.identity,
        properties,
        restore: restore === true,
      };
      const known = store.accounts.get(keyOf(accountRequest.id));
      if (known) requireUpdatable(known, accountRequest);
      if (known?.state === "Succeeded")
        return reply.status(200).send(presentAccount(updateAccount(world, known, accountRequest)));
      const { account, operation } = known
        ? restartCreation(world, known, accountRequest)
        : await createAccount(world, accountRequest, authorOf(request.armCaller));
      void reply.status(known ? 200 : 201).header("etag", account.etag);
      if (await isDone(world, operation))
        return reply.send(presentAccount(requireAccount(arm, request.params)));
      const pollPath = operationsPath(subscription, account.location);
      return announceAsync(request, reply, pollPath, operation).send(presentAccount(account));
    },
  );

  app.patch<{ Params: AccountPath }>(
    ACCOUNT_PATH,
    routeOptions("cognitiveservices/accounts/write"),
    (request, reply) => {
      const known = requireAccount(arm, request.params);
      const body = parseBody(patchBody, request.body);
      const { restore: _, ...properties } = body.properties ?? {};
      const change: AccountRequest = {
        ...known,
        location: body.location ?? known.location,
        ...requireKindAndSku({ kind: body.kind ?? known.kind, sku: body.sku ?? known.sku }),
        tags: body.tags ?? known.tags,
        identity: body.identity ?? known.identity,
        properties: { ...known.properties, ...properties },
        restore: false,
      };
      requireValidTags(change.tags ?? {});
      requireUpdatable(known, change);
      const updated = updateAccount(world, known, change);
      const isLong = body.identity !== undefined || Object.keys(properties).length > 0;
      if (!isLong || isReadyAtOnce(known.kind)) return reply.send(presentAccount(updated));
      const { subscription } = request.params;
      const pollPath = operationsPath(subscription, updated.location);
      return announceAsync(request, reply, pollPath, startUpdate(world, updated))
        .status(202)
        .send(presentAccount(updated));
    },
  );

  app.get<{ Params: AccountPath }>(
    ACCOUNT_PATH,
    routeOptions("cognitiveservices/accounts/read"),
    (request, reply) => reply.send(presentAccount(requireAccount(arm, request.params))),
  );

  app.delete<{ Params: AccountPath }>(
    ACCOUNT_PATH,
    routeOptions("cognitiveservices/accounts/delete"),
    async (request, reply) => {
      const { subscription, group, account: name } = request.params;
      const account = store.accounts.get(
        keyOf(resourceId(subscription, group, ACCOUNT_TYPE, name)),
      );
      if (!account) return reply.status(204).send();
      const running = world.operations.runningOn(keyOf(account.id));
      if (running && account.state !== "Deleting") throw accountNotReady(account.id, account.state);
      const operation = running ?? startDeletion(world, account);
      if (await isDone(world, operation)) return reply.status(200).send();
      const pollPath = operationsPath(subscription, account.location);
      return announceAsync(request, reply, pollPath, operation).status(202).send();
    },
  );

  app.get<{ Params: GroupPath }>(
    "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.CognitiveServices/accounts",
    routeOptions("cognitiveservices/accounts/read"),
    (request, reply) => {
      const { subscription, group } = request.params;
      requireGroup(world, subscription, group);
      const accounts = store.accountsInGroup(keyOf(groupId(subscription, group)));
      return reply.send({ value: accounts.map((account) => presentAccount(account)) });
    },
  );

  app.get<{ Params: GroupPath }>(
    "/subscriptions/:subscription/providers/Microsoft.CognitiveServices/accounts",
    routeOptions("cognitiveservices/accounts/read"),
    (request, reply) =>
      reply.send({
        value: store
          .accountsInSubscription(keyOf(request.params.subscription))
          .map((account) => presentAccount(account)),
      }),
  );
}

/** Whether an operation took no time, and did not fail. */
async function isDone({ operations }: World, { id }: Operation): Promise<boolean> {
  await operations.completeDue();
  return operations.get(id)?.status === "Succeeded";
}

/** @throws ApiError when the account is busy, or a fixed value changes */
function requireUpdatable(known: Account, accountRequest: AccountRequest): void {
  if (!["Succeeded", "Failed"].includes(known.state)) throw accountNotReady(known.id, known.state);
  if (regionOf(known.location) !== regionOf(accountRequest.location))
    throw resourceLocationFixed(
      known.name,
      known.resourceGroup,
      known.location,
      accountRequest.location,
    );
  if (known.kind !== accountRequest.kind)
    throw invalidProperties(`The kind of account '${known.name}' cannot be changed.`);
}
