import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import { parseBody } from "../arm/context";
import { ACCOUNT_TYPE, keyOf, LOG_WORKSPACE_TYPE, WORKSPACE_TYPE } from "../arm/ids";
import type { Functions } from "./expressions/arguments";
import { typeOfId } from "../arm/scopes";
import { evaluateObject } from "./expressions/evaluate";
import type { DeploymentScope } from "./scope";
import {
  bodyOf,
  deploymentBody,
  invalidTemplate,
  parseResource,
  requireTemplate,
  type Template,
  type TemplateResource,
} from "./template";

/*
 * @parity
 * - Nested templates, in the own group, another one (`resourceGroup`) or the subscription, with the
 *   scope `inner` or `outer`: a deployment of their own, which the outer one polls. What is not
 *   simulated in them is 501 before anything is deployed; their names, rights and regions are
 *   checked when they begin, Azure checks them before — documented; the difference ours
 */

/** The type of a template inside another one. */
export const DEPLOYMENT_TYPE = "Microsoft.Resources/deployments";
/** The type of a group that a template makes. */
export const GROUP_TYPE = "Microsoft.Resources/resourceGroups";

/** Types of resources that a template can have in a group alone: those that this cloud can write. */
const OF_GROUPS = [
  ACCOUNT_TYPE,
  `${ACCOUNT_TYPE}/deployments`,
  WORKSPACE_TYPE,
  LOG_WORKSPACE_TYPE,
  "Microsoft.Insights/diagnosticSettings",
].map(keyOf);

/** The same, of a subscription alone. */
const OF_SUBSCRIPTIONS = [GROUP_TYPE, "Microsoft.Authorization/roleDefinitions"].map(keyOf);

/** The same, of both. */
const OF_BOTH = [
  DEPLOYMENT_TYPE,
  "Microsoft.Authorization/locks",
  "Microsoft.Authorization/policyAssignments",
  "Microsoft.Authorization/roleAssignments",
  "Microsoft.Consumption/budgets",
  "Microsoft.Resources/tags",
].map(keyOf);

const DEPLOYABLE = [...OF_GROUPS, ...OF_SUBSCRIPTIONS, ...OF_BOTH];

/** What extends a resource has its provider in its name. */
const isExtension = (type: string): boolean => /\/providers\//i.test(type);

function requireDeployable(type: string): void {
  if (!DEPLOYABLE.includes(keyOf(type)))
    throw new NotSimulated(`resources of the type ${type} in a template`);
}

/**
 * Checks a resource whose id is known against the scope of its deployment.
 * @throws ApiError `InvalidTemplate`; NotSimulated
 */
export function requireDeployableAt(type: string, id: string, { group }: DeploymentScope): void {
  if (isExtension(type)) requireDeployable(typeOfId(id));
  const misplaced = group ? OF_SUBSCRIPTIONS : OF_GROUPS;
  if (misplaced.includes(keyOf(type)))
    throw invalidTemplate(
      `The resource '${id}' of type '${type}' cannot be deployed to a ${group ? "resource group" : "subscription"}.`,
    );
}

/** A resource of a template, and those that it is declared in, the outermost first. */
export interface Declared {
  declared: TemplateResource;
  parents: TemplateResource[];
}

/** Every resource of a template, also those that are declared inside another one. */
export function withChildren(
  resources: readonly TemplateResource[],
  parents: TemplateResource[] = [],
): Declared[] {
  return resources.flatMap((declared) => [
    { declared, parents },
    ...withChildren(declared.resources.map(parseResource), [...parents, declared]),
  ]);
}

/** The type of a resource, with the types of its parents. */
export const typeOf = ({ declared, parents }: Declared): string =>
  [...parents.map(({ type }) => type), declared.type].join("/");

/**
 * Refuses what this cloud cannot deploy, also in nested templates, before anything is deployed.
 * @throws NotSimulated
 */
export function requireSimulated({ resources }: Template): void {
  for (const one of withChildren(resources)) {
    const type = typeOf(one);
    if (!isExtension(type)) requireDeployable(type);
    if (one.declared.copy && one.parents.length > 0)
      throw new NotSimulated("copy loops of resources that are declared inside others");
    if (keyOf(type) === keyOf(DEPLOYMENT_TYPE))
      requireSimulated(requireTemplate(parseBody(deploymentBody, bodyOf(one.declared))));
  }
}

/** Whether a nested template has parameters and variables of its own (`expressionEvaluationOptions`). */
function isInner({ properties }: JsonObject): boolean {
  const options = isJsonObject(properties) && properties["expressionEvaluationOptions"];
  return isJsonObject(options) && /^inner$/i.test(String(options["scope"]));
}

/** What of a body the deployment itself evaluates: all but a nested template with its own scope. */
export function ownPartOf(declared: TemplateResource): JsonObject {
  const body = bodyOf(declared);
  if (!isInner(body)) return body;
  const { template: _, ...properties } = body["properties"] as JsonObject;
  return { ...body, properties };
}

/** A body as it is sent, with its expressions evaluated. @throws ExpressionError; NotSimulated */
export async function evaluatedBody(
  declared: TemplateResource,
  functions: Functions,
): Promise<JsonObject> {
  const own = await evaluateObject(ownPartOf(declared), functions);
  const body = bodyOf(declared);
  if (!isInner(body)) return own;
  const { template } = body["properties"] as JsonObject;
  return { ...own, properties: { ...(own["properties"] as JsonObject), template } };
}
