import { ApiError } from "../../core/errors";
import type { Claims } from "../../core/tokens";
import type { World } from "../../core/world";
import { clientOf, hasPermission } from "../authorization/access";
import {
  ACCOUNT_TYPE,
  keyOf,
  LOG_WORKSPACE_TYPE,
  subscriptionOf,
  WORKSPACE_TYPE,
} from "../arm/ids";
import { typeOfId } from "../arm/scopes";
import { validateWrite } from "../arm/write-request";
import type { ResourceGroup } from "../entities";
import type { PlannedResource } from "./planned-resources";
import type { DeploymentScope } from "./scope";

/*
 * @parity
 * - `InvalidTemplateDeployment` before anything is deployed: the caller's rights, names, regions,
 *   policies. `DeploymentFailed` with `details`, `ResourceDeploymentFailure`, `DeploymentActive` —
 *   reported
 * - What Cognitive Services checks (quota, soft-deleted names, SKUs) is found when the resource is
 *   deployed, and is `DeploymentFailed`; Azure finds some of it before, `InvalidTemplateDeployment`
 *   — reported (azd); the difference ours
 */

/** Types whose writes go through the checks of Resource Manager's own. */
const TRACKED = [ACCOUNT_TYPE, WORKSPACE_TYPE, LOG_WORKSPACE_TYPE].map(keyOf);

/**
 * What Resource Manager checks of all resources before it deploys the first: the caller's rights,
 * then names, regions, registrations and policies. What the resource providers check comes later.
 * @throws ApiError `InvalidTemplateDeployment`
 */
export function requireDeployable(
  world: World,
  caller: Claims,
  deployment: string,
  { group }: DeploymentScope,
  resources: readonly PlannedResource[],
): void {
  for (const resource of resources) requireRight(world, caller, resource);
  const refusals = resources.flatMap((resource) => refusalOf(world, group, resource) ?? []);
  if (refusals.length === 0) return;
  const byPolicy = refusals.every(({ code }) => code === "RequestDisallowedByPolicy");
  const message = byPolicy
    ? "The template deployment failed because of policy violation. Please see details for more information."
    : `The template deployment '${deployment}' is not valid according to the validation procedure. The tracking id is '${world.random.guid()}'. See inner errors for details.`;
  throw invalid(message, {
    details: refusals.map(({ code, message, extra }) => ({ code, message, ...extra.body })),
  });
}

const invalid = (message: string, body: Record<string, unknown> = {}): ApiError =>
  new ApiError(400, "InvalidTemplateDeployment", message, { body });

function requireRight(world: World, caller: Claims, { id, name, type }: PlannedResource): void {
  const action = `${typeOfId(id) || "Microsoft.Resources/subscriptions/resourceGroups"}/write`;
  if (hasPermission(world, caller.oid, action, id)) return;
  throw invalid(
    `The template deployment failed with error: 'Authorization failed for template resource '${name}' of type '${type}'. ` +
      `The client '${clientOf(caller)}' with object id '${caller.oid}' does not have permission to perform action '${action}' at scope '${id}'.'.`,
  );
}

/** What refuses a resource of a group, except a provider that is not registered, which is thrown. */
function refusalOf(
  world: World,
  group: ResourceGroup | undefined,
  { id, name, location = group?.location ?? "" }: PlannedResource,
): ApiError | undefined {
  const type = typeOfId(id);
  if (!group || !TRACKED.includes(keyOf(type))) return undefined;
  const write = { subscription: subscriptionOf(id), group: group.name, type, name, location };
  try {
    validateWrite(world, { ...write, tags: undefined });
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.code !== "MissingSubscriptionRegistration") return error;
    throw error;
  }
}
