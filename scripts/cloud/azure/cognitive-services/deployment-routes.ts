import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { authorOf, requireGroup } from "../arm/write-request";
import { routeOptions } from "../arm/actions";
import {
  startDeploymentWrite,
  withExclusiveAccess,
  writeDeployment,
  type DeploymentRequest,
} from "./deployments";
import { currentLimits, modelsIn, UNITS } from "./models";
import type { Deployment } from "../entities";
import { invalidRequest, resourceNotFound } from "../arm/errors";
import { ACCOUNT_TYPE, keyOf, resourceId } from "../arm/ids";
import { requireValidName, requireValidTags } from "../arm/names";
import { announceAsync } from "../arm/long-running";
import { azureStore } from "../store";
import { ACCOUNT_PATH, operationsPath, requireAccount, type AccountPath } from "./account-routes";
import { looseNumber, parseBody, systemData, type RouteContext } from "../arm/context";

/*
 * @parity
 * - Deployment PUT 201 `Succeeded` at once, DELETE 200 at once (`settings.deploymentWrite: "async"`
 *   gives the older long-running form) — recorded
 * - A deployment with `scaleSettings` in place of a SKU, as before api-version 2023-05-01 — recorded
 * - One change of an account's children at a time, else 409 `RequestConflict`; held for 25 ms of
 *   real time — reported
 */

interface DeploymentPath extends AccountPath {
  deployment: string;
}

const capacity = looseNumber(z.int().min(1)).default(1);
const skuOf = z.looseObject({ name: z.string().min(1), capacity });
/** What deployments had in place of a SKU before api-version 2023-05-01. */
const scaleSettings = z.looseObject({ scaleType: z.string().min(1), capacity });

const putBody = z.looseObject({
  sku: skuOf.optional(),
  tags: z.record(z.string(), z.string()).nullish(),
  properties: z.looseObject({
    model: z.looseObject({
      format: z.string().min(1),
      name: z.string().min(1),
      version: z.string().min(1).optional(),
    }),
    versionUpgradeOption: z
      .enum(["OnceNewDefaultVersionAvailable", "OnceCurrentVersionExpired", "NoAutoUpgrade"])
      .optional(),
    raiPolicyName: z.string().optional(),
    scaleSettings: scaleSettings.optional(),
  }),
});

const patchBody = z.strictObject({
  sku: z
    .looseObject({
      name: z.string().min(1).optional(),
      capacity: looseNumber(z.int().min(1)).optional(),
    })
    .optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

const present = (d: Deployment) => ({
  id: d.id,
  type: `${ACCOUNT_TYPE}/deployments`,
  name: d.name,
  sku: d.sku,
  properties: {
    model: d.model,
    scaleSettings: d.scaleSettings,
    versionUpgradeOption: d.versionUpgradeOption,
    currentCapacity: d.sku.capacity,
    raiPolicyName: d.raiPolicyName,
    capabilities: d.capabilities,
    provisioningState: d.state,
    rateLimits: currentLimits(d),
  },
  tags: d.tags,
  systemData: systemData(d),
  etag: d.etag,
});

/** @throws ApiError 400 where a deployment has neither form of its scale */
function requireSku(
  sku: { name: string; capacity: number } | undefined,
  scale: { scaleType: string; capacity: number } | undefined,
): { name: string; capacity: number } {
  if (sku) return sku;
  if (scale) return { name: scale.scaleType, capacity: scale.capacity };
  throw invalidRequest("The required property 'sku' is missing.");
}

const accountIdOf = (path: AccountPath): string =>
  resourceId(path.subscription, path.group, ACCOUNT_TYPE, path.account);
const idOf = (path: DeploymentPath): string =>
  `${accountIdOf(path)}/deployments/${path.deployment}`;

/** Deployments of an account: create, update, read, list, delete; one change at a time. */
export function deploymentRoutes(arm: RouteContext): void {
  const { app, world } = arm;
  const store = azureStore(world);
  const path = `${ACCOUNT_PATH}/deployments/:deployment`;
  /** Writes a deployment, and says where to poll if that takes time. */
  const write = (
    request: FastifyRequest<{ Params: DeploymentPath }>,
    reply: FastifyReply,
    change: DeploymentRequest,
  ): Promise<Deployment> =>
    withExclusiveAccess(world, accountIdOf(request.params), (account) => {
      const deployment = writeDeployment(world, account, change, authorOf(request.armCaller));
      if (deployment.state === "Creating") {
        const folder = operationsPath(request.params.subscription, account.location);
        announceAsync(request, reply, folder, startDeploymentWrite(world, account));
      }
      return deployment;
    });

  app.put<{ Params: DeploymentPath }>(
    path,
    routeOptions("cognitiveservices/accounts/deployments/write"),
    async (request, reply) => {
      const { sku, properties, tags } = parseBody(putBody, request.body);
      requireGroup(world, request.params.subscription, request.params.group);
      requireValidName(`${ACCOUNT_TYPE}/deployments`, request.params.deployment);
      requireValidTags(tags ?? {});
      const existed = store.deployments.get(keyOf(idOf(request.params))) !== undefined;
      const { model, versionUpgradeOption, raiPolicyName, scaleSettings: scale } = properties;
      const { name: skuName, capacity: units } = requireSku(sku, scale);
      const written = await write(request, reply, {
        name: request.params.deployment,
        sku: { name: skuName, capacity: units },
        scaleSettings: scale && { scaleType: scale.scaleType },
        model: { format: model.format, name: model.name, version: model.version },
        versionUpgradeOption,
        raiPolicyName,
        tags: tags ?? undefined,
      });
      return reply.status(existed ? 200 : 201).send(present(written));
    },
  );

  const requireDeployment = (at: DeploymentPath): Deployment => {
    const deployment = store.deployments.get(keyOf(idOf(at)));
    if (deployment) return deployment;
    requireAccount(arm, at);
    throw resourceNotFound(ACCOUNT_TYPE, `${at.account}/deployments/${at.deployment}`, at.group);
  };

  app.patch<{ Params: DeploymentPath }>(
    path,
    routeOptions("cognitiveservices/accounts/deployments/write"),
    async (request, reply) => {
      const known = requireDeployment(request.params);
      const { sku, tags = known.tags } = parseBody(patchBody, request.body);
      requireValidTags(tags ?? {});
      const change = { ...known, tags, sku: { ...known.sku, ...sku } };
      return reply.send(present(await write(request, reply, change)));
    },
  );

  app.get<{ Params: DeploymentPath }>(
    path,
    routeOptions("cognitiveservices/accounts/deployments/read"),
    (request, reply) => reply.send(present(requireDeployment(request.params))),
  );

  app.delete<{ Params: DeploymentPath }>(
    path,
    routeOptions("cognitiveservices/accounts/deployments/delete"),
    async (request, reply) => {
      if (!store.deployments.get(keyOf(idOf(request.params)))) return reply.status(204).send();
      await withExclusiveAccess(world, accountIdOf(request.params), () =>
        store.deployments.delete(keyOf(idOf(request.params))),
      );
      return reply.status(200).send();
    },
  );

  app.get<{ Params: AccountPath }>(
    `${ACCOUNT_PATH}/deployments`,
    routeOptions("cognitiveservices/accounts/deployments/read"),
    (request, reply) => {
      const account = requireAccount(arm, request.params);
      return reply.send({ value: store.deploymentsOf(keyOf(account.id)).map(present) });
    },
  );

  app.get<{ Params: DeploymentPath }>(
    `${path}/skus`,
    routeOptions("cognitiveservices/accounts/deployments/skus/read"),
    (request, reply) => {
      const { name, version } = requireDeployment(request.params).model;
      const { location } = requireAccount(arm, request.params);
      const model = modelsIn(world, location).find(
        (one) => one.name === name && one.version === version,
      );
      const value = (model?.skus ?? []).map((sku) => ({
        resourceType: `${ACCOUNT_TYPE}/deployments`,
        sku: { name: sku.name },
        capacity: UNITS,
      }));
      return reply.send({ value });
    },
  );
}
