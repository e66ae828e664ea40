import { ApiError } from "../../core/errors";
import { startFallible } from "../../core/operations";
import type { World } from "../../core/world";
import { routeOptions, type OperationName } from "../arm/actions";
import { parseBody, type RouteContext } from "../arm/context";
import { OPERATION_SECONDS } from "../arm/durations";
import { keyOf, subscriptionScope } from "../arm/ids";
import { announceAsync, announceLocation, answerStatus } from "../arm/long-running";
import { parseFilter } from "../arm/filter";
import { SCOPE_PATHS } from "../arm/scopes";
import type { TemplateDeployment } from "../entities";
import { azureStore } from "../store";
import { describeDeployment, describeOperations, describeValidation } from "./describe-deployment";
import { deploymentIdOf, plan, scopeIdOf, type DeploymentPath } from "./plan";
import { advance, isActive } from "./run";
import { scopeAt } from "./scope";
import { changesOf, whatIfBody, withoutPayload } from "./what-if";

/*
 * @parity
 * - Templates (`Microsoft.Resources/deployments` in groups and in the subscription): 201, then 200,
 *   `Accepted` with `Azure-AsyncOperation`; polls `Running`, then `Succeeded` or `Failed`;
 *   validation, list by state, operations, export; bodies with comments and the name `template`
 *   without quotation marks — recorded (azure-cli's tests of group deployments); keys of operations
 *   spec
 * - Deployments to the subscription: `location` is required (400 `LocationRequired`), offered and
 *   kept (`InvalidDeploymentLocation`); they make groups, and what a subscription has; what needs a
 *   group, and `resourceGroup()`, is `InvalidTemplate` — reported; codes of a wrong region and of a
 *   misplaced resource guessed
 * - Cancelling a deployment: 204, what waits is not begun; 409 `DeploymentCannotBeCancelled` when it
 *   has ended — spec; text guessed
 * - DELETE of a deployment: 202 with `Location`, 15 s; its resources stay — recorded; figure guessed
 */

const SHORT_PATH = "/subscriptions/:subscription/resourceGroups/:group/deployments/:deployment";
const DELETE = "resources/deployments/delete";

/** Registers the effect of deletions of deployments; called once per world. */
export function registerTemplateEffects(world: World): void {
  const { templateDeployments } = azureStore(world);
  world.operations.onEnd(DELETE, ({ target, status }) => {
    if (status === "Succeeded") templateDeployments.delete(target);
  });
}

/** Options of a route whose body is a template, as az sends it. */
const templateOptions = (operation: OperationName) => {
  const { config } = routeOptions(operation);
  return { config: { ...config, relaxedJson: true } };
};

/**
 * Deployments of templates to groups and subscriptions: create, validate, what-if, cancel, read, list, export, delete.
 * A deployment goes a step further each time that it, its list or its operation is read.
 */
export function templateDeploymentRoutes(arm: RouteContext): void {
  for (const scope of SCOPE_PATHS.slice(0, 2))
    routesAt(arm, `${scope}/providers/Microsoft.Resources/deployments`);
  operationsRoute(arm, SHORT_PATH);
}

function routesAt(arm: RouteContext, list: string): void {
  const { app, world } = arm;
  const deployments = azureStore(world).templateDeployments;
  const path = `${list}/:deployment`;

  app.put<{ Params: DeploymentPath }>(
    path,
    templateOptions("resources/deployments/write"),
    async (request, reply) => {
      const { deployment, resources } = await plan(world, request);
      const key = keyOf(deployment.id);
      const known = deployments.get(key);
      if (known && isActive(known)) throw stillActive(known);
      const waiting = resources.map((one) => ({
        ...one,
        operationId: world.random.guid(),
        state: "Waiting" as const,
      }));
      const accepted = deployments.put(key, { ...deployment, resources: waiting });
      await advance(world, key);
      const operations = `${deployment.id}/operationStatuses`;
      return announceAsync(request, reply, operations, operationOf(accepted))
        .status(known ? 200 : 201)
        .send(describeDeployment(accepted));
    },
  );

  app.post<{ Params: DeploymentPath }>(
    `${path}/validate`,
    templateOptions("resources/deployments/validate"),
    async (request, reply) => {
      const { deployment, resources } = await plan(world, request);
      return reply.send(describeValidation(deployment, resources));
    },
  );

  app.post<{ Params: DeploymentPath }>(
    `${path}/whatIf`,
    templateOptions("resources/deployments/whatIf"),
    async (request, reply) => {
      const { deployment, resources, functions } = await plan(world, request);
      const form = parseBody(whatIfBody, request.body).properties.whatIfSettings.resultFormat;
      const changes = await changesOf(world, deployment, resources, functions);
      return reply.send({
        status: "Succeeded",
        properties: {
          correlationId: deployment.correlationId,
          changes: form === "ResourceIdOnly" ? changes.map(withoutPayload) : changes,
        },
      });
    },
  );

  app.post<{ Params: DeploymentPath }>(
    `${path}/cancel`,
    routeOptions("resources/deployments/cancel"),
    async (request, reply) => {
      const deployment = await requireDeployment(world, request.params);
      if (!isActive(deployment)) throw notCancellable(deployment);
      const endedAt = world.clock.iso();
      deployments.put(keyOf(deployment.id), { ...deployment, state: "Canceled", endedAt });
      return reply.status(204).send();
    },
  );

  app.get<{ Params: DeploymentPath }>(
    path,
    routeOptions("resources/deployments/read"),
    async (request, reply) =>
      reply.send(describeDeployment(await requireDeployment(world, request.params))),
  );

  app.get<{ Params: DeploymentPath }>(
    `${path}/operationStatuses/:id`,
    routeOptions("resources/deployments/operationstatuses/read"),
    async (request, reply) => {
      const { state, error } = await requireDeployment(world, request.params);
      return answerStatus(reply, 200, { status: state, error });
    },
  );

  operationsRoute(arm, path);

  app.post<{ Params: DeploymentPath }>(
    `${path}/exportTemplate`,
    routeOptions("resources/deployments/exportTemplate"),
    async (request, reply) => {
      const { template } = await requireDeployment(world, request.params);
      return reply.send({ template });
    },
  );

  app.delete<{ Params: DeploymentPath }>(
    path,
    routeOptions("resources/deployments/delete"),
    async (request, reply) => {
      const deployment = await requireDeployment(world, request.params);
      if (isActive(deployment)) throw stillActive(deployment);
      const seconds = OPERATION_SECONDS.templateDeploymentDelete;
      const operation = startFallible(world, DELETE, keyOf(deployment.id), seconds);
      const polls = `${subscriptionScope(request.params.subscription)}/operationresults`;
      return announceLocation(request, reply, polls, operation).send();
    },
  );

  app.get<{ Params: DeploymentPath; Querystring: { $filter?: string } }>(
    list,
    routeOptions("resources/deployments/read", "$filter", "$top"),
    async (request, reply) => {
      const scope = keyOf(scopeAt(world, scopeIdOf(request.params)).id);
      const state = parseFilter(request.query.$filter ?? "", ["provisioningstate"]).get(
        "provisioningstate",
      );
      const inScope = () => deployments.entries().filter(([, one]) => keyOf(one.scope) === scope);
      await Promise.all(inScope().map(([key]) => advance(world, key)));
      const listed = inScope()
        .map(([, one]) => one)
        .filter((one) => state === undefined || keyOf(one.state) === keyOf(state));
      return reply.send({ value: listed.map(describeDeployment) });
    },
  );
}

/** The specification, and with it az, has a short path in a group; ids of operations have the long one. */
function operationsRoute({ app, world }: RouteContext, path: string): void {
  app.get<{ Params: DeploymentPath }>(
    `${path}/operations`,
    routeOptions("resources/deployments/operations/read", "$top"),
    async (request, reply) =>
      reply.send({ value: describeOperations(await requireDeployment(world, request.params)) }),
  );
}

/** The deployment of a path, a step further. @throws ApiError `DeploymentNotFound` */
async function requireDeployment(world: World, path: DeploymentPath): Promise<TemplateDeployment> {
  const { id } = scopeAt(world, scopeIdOf(path));
  const key = keyOf(deploymentIdOf(id, path.deployment));
  await advance(world, key);
  const deployment = azureStore(world).templateDeployments.get(key);
  if (deployment) return deployment;
  throw new ApiError(
    404,
    "DeploymentNotFound",
    `Deployment '${path.deployment}' could not be found.`,
  );
}

/** The URL that clients poll has the id of an operation; the deployment itself is what goes on. */
const operationOf = ({ operationId, createdAt, id }: TemplateDeployment) => ({
  id: operationId,
  kind: "resources/deployments/write",
  target: keyOf(id),
  startedAt: Date.parse(createdAt),
  endsAt: Infinity,
  status: "Running" as const,
});

const notCancellable = ({ name, state }: TemplateDeployment): ApiError =>
  new ApiError(
    409,
    "DeploymentCannotBeCancelled",
    `The deployment '${name}' cannot be cancelled because it is in provisioning state '${state}'.`,
  );

const stillActive = ({ name, createdAt }: TemplateDeployment): ApiError =>
  new ApiError(
    409,
    "DeploymentActive",
    `Unable to edit or replace deployment '${name}': previous deployment from '${createdAt}' is still active. Please see https://aka.ms/arm-deployment-operations for usage details.`,
  );
