import type { FastifyReply, FastifyRequest } from "fastify";
import { keyOf, regionOf } from "../azure/arm/ids";
import { currentLimits } from "../azure/cognitive-services/models";
import type { Account, Deployment } from "../azure/entities";
import { azureStore } from "../azure/store";
import { table } from "../azure/tables";
import type { World } from "../core/world";
import { deploymentNotFound, modelRetired, operationNotSupported, tooManyRequests } from "./errors";
import { memberOf, textOf } from "./json-values";
import { Limiter } from "./limiter";
import type { ApiVersion } from "./versions";

/*
 * @parity
 * - 404 `DeploymentNotFound`; 400 `OperationNotSupported`; a new deployment answers at once —
 *   reported
 */

/** What a deployment is asked to do: the name of the capability in the catalogue of models. */
export type Capability = "chatCompletion" | "completion" | "embeddings" | "imageGenerations";

/** The deployment that a body names, as on v1; empty where it names none. */
export const namedModel = (body: unknown): string => textOf(memberOf(body, "model"));

/** The deployment of an account with this name, unless it is none or is not made yet. */
export function findDeployment(
  world: World,
  account: Account,
  name: string,
): Deployment | undefined {
  const found = azureStore(world).deployments.get(
    `${keyOf(account.id)}/deployments/${name.toLowerCase()}`,
  );
  return found?.state === "Succeeded" ? found : undefined;
}

/** Whether a deployment answers batches, and nothing else. */
export const isForBatches = ({ sku }: Deployment): boolean => /batch$/i.test(sku.name);

/**
 * The deployment with this name.
 * @throws ApiError 404 when there is none, 410 when its model is retired, 400 when its model lacks
 * the capability.
 */
export function requireDeployment(
  world: World,
  account: Account,
  name: string,
  capability: Capability,
): Deployment {
  const deployment = findDeployment(world, account, name);
  if (!deployment) throw deploymentNotFound();
  const { model } = deployment;
  const row = table(world, "models").rows.find(
    (m) => m.name === model.name && m.version === model.version,
  );
  if (row && Date.parse(row.retires) <= world.clock.now())
    throw modelRetired(model, row.retires.slice(0, 10));
  if (deployment.capabilities[capability] !== "true" || isForBatches(deployment))
    throw operationNotSupported(capability, model.name);
  return deployment;
}

/** The headers that identify the service, the deployment and the request; every answer has them. */
export function identityHeaders(
  world: World,
  request: FastifyRequest,
  account: Account,
  deployment: Deployment,
): Record<string, string> {
  const region = regionOf(account.location);
  const id = world.random.guid();
  const clientId = request.headers["x-ms-client-request-id"];
  return {
    "apim-request-id": id,
    "x-request-id": id,
    "x-ms-client-request-id": typeof clientId === "string" ? clientId : "Not-Set",
    "x-ms-region":
      table(world, "regions").rows.find((row) => row.name === region)?.displayName ??
      account.location,
    "x-ms-deployment-name": deployment.name,
    "azureml-model-session": "local-cloud",
    "x-accel-buffering": "no",
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
  };
}

/** The limiter of a world's deployments: every operation of a deployment counts in it. */
const limiterOf = (world: World): Limiter =>
  new Limiter(world.store.collection("openai/usage"), () => world.clock.now());

/**
 * Counts a request of so many tokens against the limits of its deployment.
 * @throws ApiError 429
 */
export function requireCapacity(
  world: World,
  tokens: number,
  reply: FastifyReply,
  deployment: Deployment,
  version: ApiVersion,
): void {
  const { refused, headers } = limiterOf(world).admit(
    keyOf(deployment.id),
    currentLimits(deployment),
    tokens,
  );
  reply.headers(headers);
  if (refused) throw tooManyRequests(refused.limit, version.name, refused.retryAfterMs, headers);
}
