import type { JsonObject } from "../../../../infra/json-object";
import { NotSimulated } from "../../core/errors";
import type { World } from "../../core/world";
import { keyOf, subscriptionScope } from "../arm/ids";
import { tenantOf } from "../entra/tenant";
import { presentGroup } from "../resources/group-routes";
import { azureStore } from "../store";
import { text, type Functions, type TemplateFunction } from "./expressions/arguments";
import { loopsIn, type Loop } from "./expressions/copy";
import { evaluateLoop, evaluateValue, nameIn } from "./expressions/evaluate";
import { functionsWith } from "./expressions/functions";
import { ExpressionError } from "./expressions/parse";
import { resolveParameters } from "./parameters";
import { idFunctions } from "./resource-ids";
import type { DeploymentScope } from "./scope";
import type { Template } from "./template";

/** A deployment whose expressions are evaluated. */
export interface Deploying {
  world: World;
  scope: DeploymentScope;
  /** Name of the deployment. */
  name: string;
  /** Region of a deployment to a subscription. */
  location: string | undefined;
  template: Template;
  /** Values of the parameters by their names. */
  parameters: JsonObject;
}

/** What is known before anything is deployed, and does not depend on parameters. */
function surroundings({ world, scope, name, location, template }: Omit<Deploying, "parameters">) {
  const { subscriptionId, group } = scope;
  const subscription = azureStore(world).subscriptions.get(keyOf(subscriptionId));
  const { tenantId } = tenantOf(world);
  return {
    ...idFunctions(subscriptionId, group?.name),
    resourcegroup: group ? () => presentGroup(group) : unexpected("resourceGroup"),
    subscription: () => ({
      id: subscriptionScope(subscriptionId),
      subscriptionId,
      tenantId,
      displayName: subscription?.displayName,
    }),
    tenant: () => ({ id: `/tenants/${tenantId}`, tenantId }),
    deployment: () => ({ name, location, properties: { template, mode: "Incremental" } }),
    copyindex: unexpected("copyIndex"),
    reference: unexpected("reference"),
    listkeys: unexpected("listKeys"),
    newguid: unexpected("newGuid"),
    utcnow: unexpected("utcNow"),
  } satisfies Record<string, TemplateFunction>;
}

const unexpected =
  (name: string): TemplateFunction =>
  () => {
    throw new ExpressionError(`The template function '${name}' is not expected at this location.`);
  };

const member = (of: JsonObject, kind: string, asked: unknown): unknown => {
  const name = nameIn(of, text(asked));
  if (name !== undefined) return of[name];
  throw new ExpressionError(`The template ${kind} '${text(asked)}' is not found.`);
};

/**
 * The values of a deployment's parameters.
 * @throws ApiError `InvalidTemplate`
 */
export function parametersOf(
  deploying: Omit<Deploying, "parameters">,
  given: Record<string, { value?: unknown }>,
): Promise<JsonObject> {
  const { world, template } = deploying;
  const known = {
    ...surroundings(deploying),
    newguid: () => world.random.guid(),
    utcnow: (pattern: unknown = "yyyyMMddTHHmmssZ") => formatTime(world.clock.iso(), text(pattern)),
  };
  return resolveParameters(template.parameters, given, (parameters) =>
    functionsWith({ ...known, parameters: (name) => member(parameters, "parameter", name) }),
  );
}

/** The functions of names, variables, conditions: all but those that ask what was deployed. */
export const functionsBefore = (deploying: Deploying): Functions =>
  functionsWith(contextOf(deploying));

/** As `functionsBefore`, and `deployed` of what was deployed. */
export const functionsAfter = (
  deploying: Deploying,
  deployed: Record<string, TemplateFunction>,
): Functions => functionsWith({ ...contextOf(deploying), ...deployed });

function contextOf(deploying: Deploying): Record<string, TemplateFunction> {
  const { parameters, template } = deploying;
  const context: Record<string, TemplateFunction> = {
    ...surroundings(deploying),
    parameters: (name) => member(parameters, "parameter", name),
    variables: (name) => variable(text(name), []),
  };
  /** `path` are the variables whose values are being evaluated. */
  const variable = (name: string, path: readonly string[]): Promise<unknown> => {
    if (path.includes(name.toLowerCase()))
      throw new ExpressionError(`The template variable '${name}' refers to itself.`);
    const variables = (other: unknown) => variable(text(other), [...path, name.toLowerCase()]);
    const functions = functionsWith({ ...context, variables });
    const loop = loopsIn(template.variables).find((one) => isNamed(one, name));
    if (loop) return evaluateLoop(loop, functions);
    return evaluateValue(member(template.variables, "variable", name), functions);
  };
  return context;
}

const isNamed = (loop: Loop, name: string): boolean =>
  loop.name.toLowerCase() === name.toLowerCase();

/** A time in a pattern of .NET that has numbers alone. @throws NotSimulated for any other pattern */
function formatTime(iso: string, pattern: string): string {
  const [yyyy = "", MM = "", dd = "", HH = "", mm = "", ss = ""] = iso.split(/\D/);
  const parts: Record<string, string> = { yyyy, MM, dd, HH, mm, ss };
  if (!/^((yyyy|MM|dd|HH|mm|ss)|[-:/. TZ])+$/.test(pattern) || pattern.length === 1)
    throw new NotSimulated(`the format '${pattern}' of utcNow`);
  return pattern.replace(/yyyy|MM|dd|HH|mm|ss/g, (part) => parts[part] ?? part);
}
