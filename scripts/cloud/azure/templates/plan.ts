import type { FastifyRequest } from "fastify";
import { ApiError } from "../../core/errors";
import type { World } from "../../core/world";
import { parseBody } from "../arm/context";
import { groupId, keyOf, regionOf, subscriptionScope } from "../arm/ids";
import { requireValidName } from "../arm/names";
import type { TemplateDeployment } from "../entities";
import { azureStore } from "../store";
import { table } from "../tables";
import { functionsBefore, parametersOf } from "./context";
import type { Functions } from "./expressions/arguments";

import { planResources, type PlannedResource } from "./planned-resources";
import { requireDeployable } from "./preflight";
import { scopeAt } from "./scope";
import { deploymentBody, requireTemplate } from "./template";

/** Path parameters of a deployment; without a group it is one to a subscription. */
export interface DeploymentPath {
  subscription: string;
  group?: string;
  deployment: string;
}

/** ARM id of the scope that a path names. */
export const scopeIdOf = ({
  subscription,
  group,
}: Pick<DeploymentPath, "subscription" | "group">): string =>
  group === undefined ? subscriptionScope(subscription) : groupId(subscription, group);

/** ARM id of a deployment. */
export const deploymentIdOf = (scope: string, name: string): string =>
  `${scope}/providers/Microsoft.Resources/deployments/${name}`;

/** What a request deploys. */
export interface Plan {
  deployment: TemplateDeployment;
  resources: PlannedResource[];
  /** Those that ask nothing of what is deployed. */
  functions: Functions;
}

/**
 * What a request deploys: its template, parameters and resources, all checked.
 * @throws ApiError `InvalidTemplate`, `InvalidTemplateDeployment`; 501
 */
export async function plan(
  world: World,
  request: FastifyRequest<{ Params: DeploymentPath }>,
): Promise<Plan> {
  const { deployment: name } = request.params;
  const scope = scopeAt(world, scopeIdOf(request.params));
  requireValidName("Microsoft.Resources/deployments", name);
  const body = parseBody(deploymentBody, request.body);
  const id = deploymentIdOf(scope.id, name);
  const location = scope.group ? undefined : requireLocation(world, id, name, body.location);
  const template = requireTemplate(body);
  const deploying = { world, scope, name, location, template };
  const parameters = await parametersOf(deploying, body.properties.parameters);
  const functions = functionsBefore({ ...deploying, parameters });
  const resources = await planResources(template, scope, functions);
  requireDeployable(world, request.armCaller, name, scope, resources);
  const deployment: TemplateDeployment = {
    id,
    name,
    scope: scope.id,
    location,
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

/**
 * The region that keeps a deployment to a subscription; it cannot change.
 * @throws ApiError 400
 */
function requireLocation(
  world: World,
  id: string,
  name: string,
  location: string | undefined,
): string {
  const refuse = (code: string, message: string): ApiError => new ApiError(400, code, message);
  if (location === undefined)
    throw refuse(
      "LocationRequired",
      `The 'location' property must be specified for '${name}'. Please see https://aka.ms/deploy-to-subscription for usage details.`,
    );
  const regions = table(world, "regions").rows.map((row) => row.name);
  if (!regions.includes(regionOf(location)))
    throw refuse(
      "LocationNotAvailableForDeployment",
      `The provided location '${location}' is not available for deployment. List of available regions is '${regions.join(",")}'.`,
    );
  const known = azureStore(world).templateDeployments.get(keyOf(id))?.location;
  if (known !== undefined && known !== regionOf(location))
    throw refuse(
      "InvalidDeploymentLocation",
      `Invalid deployment location '${location}'. The deployment '${name}' already exists in location '${known}'.`,
    );
  return regionOf(location);
}
