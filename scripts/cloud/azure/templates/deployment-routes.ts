import type { FastifyRequest } from "fastify";
import { ApiError } from "../../core/errors";
import { startFallible } from "../../core/operations";
import type { World } from "../../core/world";
import { routeOptions, type OperationName } from "../arm/actions";
import { parseBody, type GroupPath, type RouteContext } from "../arm/context";
import { OPERATION_SECONDS } from "../arm/durations";
import { groupId, keyOf, subscriptionScope } from "../arm/ids";
import { announceAsync, announceLocation, answerStatus } from "../arm/long-running";
import { requireValidName } from "../arm/names";
import { parseFilter } from "../arm/filter";
import { requireGroup } from "../arm/write-request";
import type { TemplateDeployment } from "../entities";
import { azureStore } from "../store";
import { functionsBefore, parametersOf } from "./context";
import { describeDeployment, describeOperations, describeValidation } from "./describe-deployment";
import type { Functions } from "./expressions/evaluate";
import { planResources, type PlannedResource } from "./planned-resources";
import { requireDeployable } from "./preflight";
import { advance, isActive } from "./run";
import { deploymentBody, requireTemplate } from "./template";
import { changesOf, whatIfBody, withoutPayload } from "./what-if";

interface DeploymentPath extends GroupPath {
  deployment: string;
}

const LIST =
  "/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Resources/deployments";
const PATH = `${LIST}/:deployment`;
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
 * Deployments of templates to groups: create, validate, what-if, cancel, read, list, export, delete. A deployment
 * goes a step further each time that it, its list or its operation is read.
 */
export function templateDeploymentRoutes({ app, world }: RouteContext): void {
  const deployments = azureStore(world).templateDeployments;

  app.put<{ Params: DeploymentPath }>(
    PATH,
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
    `${PATH}/validate`,
    templateOptions("resources/deployments/validate"),
    async (request, reply) => {
      const { deployment, resources } = await plan(world, request);
      return reply.send(describeValidation(deployment, resources));
    },
  );

  app.post<{ Params: DeploymentPath }>(
    `${PATH}/whatIf`,
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
    `${PATH}/cancel`,
    routeOptions("resources/deployments/cancel"),
    async (request, reply) => {
      const deployment = await requireDeployment(request.params);
      if (!isActive(deployment)) throw notCancellable(deployment);
      const endedAt = world.clock.iso();
      deployments.put(keyOf(deployment.id), { ...deployment, state: "Canceled", endedAt });
      return reply.status(204).send();
    },
  );

  /** The deployment of a path, a step further. @throws ApiError `DeploymentNotFound` */
  const requireDeployment = async (path: DeploymentPath): Promise<TemplateDeployment> => {
    requireGroup(world, path.subscription, path.group);
    const key = keyOf(idOf(path));
    await advance(world, key);
    const deployment = deployments.get(key);
    if (deployment) return deployment;
    throw new ApiError(
      404,
      "DeploymentNotFound",
      `Deployment '${path.deployment}' could not be found.`,
    );
  };

  app.get<{ Params: DeploymentPath }>(
    PATH,
    routeOptions("resources/deployments/read"),
    async (request, reply) =>
      reply.send(describeDeployment(await requireDeployment(request.params))),
  );

  app.get<{ Params: DeploymentPath }>(
    `${PATH}/operationStatuses/:id`,
    routeOptions("resources/deployments/operationstatuses/read"),
    async (request, reply) => {
      const { state, error } = await requireDeployment(request.params);
      return answerStatus(reply, 200, { status: state, error });
    },
  );

  // The specification, and with it az, has the first path; ids of operations have the second.
  for (const path of [SHORT_PATH, PATH])
    app.get<{ Params: DeploymentPath }>(
      `${path}/operations`,
      routeOptions("resources/deployments/operations/read", "$top"),
      async (request, reply) =>
        reply.send({ value: describeOperations(await requireDeployment(request.params)) }),
    );

  app.post<{ Params: DeploymentPath }>(
    `${PATH}/exportTemplate`,
    routeOptions("resources/deployments/exportTemplate"),
    async (request, reply) => {
      const { template } = await requireDeployment(request.params);
      return reply.send({ template });
    },
  );

  app.delete<{ Params: DeploymentPath }>(
    PATH,
    routeOptions("resources/deployments/delete"),
    async (request, reply) => {
      const deployment = await requireDeployment(request.params);
      if (isActive(deployment)) throw stillActive(deployment);
      const seconds = OPERATION_SECONDS.templateDeploymentDelete;
      const operation = startFallible(world, DELETE, keyOf(deployment.id), seconds);
      const polls = `${subscriptionScope(request.params.subscription)}/operationresults`;
      return announceLocation(request, reply, polls, operation).send();
    },
  );

  app.get<{ Params: GroupPath; Querystring: { $filter?: string } }>(
    LIST,
    routeOptions("resources/deployments/read", "$filter", "$top"),
    async (request, reply) => {
      const { subscription, group } = request.params;
      const scope = keyOf(requireGroup(world, subscription, group).id);
      const state = parseFilter(request.query.$filter ?? "", ["provisioningstate"]).get(
        "provisioningstate",
      );
      const inGroup = () => deployments.entries().filter(([, one]) => keyOf(one.scope) === scope);
      await Promise.all(inGroup().map(([key]) => advance(world, key)));
      const listed = inGroup()
        .map(([, one]) => one)
        .filter((one) => state === undefined || keyOf(one.state) === keyOf(state));
      return reply.send({ value: listed.map(describeDeployment) });
    },
  );
}

const idOf = ({ subscription, group, deployment }: DeploymentPath): string =>
  `${groupId(subscription, group)}/providers/Microsoft.Resources/deployments/${deployment}`;

/** The URL that clients poll has the id of an operation; the deployment itself is what goes on. */
const operationOf = ({ operationId, createdAt, id }: TemplateDeployment) => ({
  id: operationId,
  kind: "resources/deployments/write",
  target: keyOf(id),
  startedAt: Date.parse(createdAt),
  endsAt: Infinity,
  status: "Running" as const,
});

interface Plan {
  deployment: TemplateDeployment;
  resources: PlannedResource[];
  /** Those that ask nothing of what is deployed. */
  functions: Functions;
}

/**
 * What a request deploys: its template, parameters and resources, all checked.
 * @throws ApiError `InvalidTemplate`, `InvalidTemplateDeployment`; 501
 */
async function plan(
  world: World,
  request: FastifyRequest<{ Params: DeploymentPath }>,
): Promise<Plan> {
  const { subscription, group: groupName, deployment: name } = request.params;
  const group = requireGroup(world, subscription, groupName);
  requireValidName("Microsoft.Resources/deployments", name);
  const body = parseBody(deploymentBody, request.body);
  const template = requireTemplate(body);
  const deploying = { world, group, name, template };
  const parameters = await parametersOf(deploying, body.properties.parameters);
  const functions = functionsBefore({ ...deploying, parameters });
  const resources = await planResources(template, group.id, functions);
  requireDeployable(world, request.armCaller, name, group, resources);
  const deployment: TemplateDeployment = {
    id: idOf({ subscription, group: group.name, deployment: name }),
    name,
    scope: group.id,
    template,
    parameters,
    resources: [],
    outputs: {},
    state: "Accepted",
    createdAt: world.clock.iso(),
    createdBy: request.armCaller.oid,
    correlationId: world.random.guid(),
    operationId: `0858${world.random.digits(16)}`,
  };
  return { deployment, resources, functions };
}

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
