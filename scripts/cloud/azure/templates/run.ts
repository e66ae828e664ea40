import { isJsonObject, type JsonObject } from "../../../../infra/json-object";
import type { World } from "../../core/world";
import type { DeployedResource, DeploymentError, TemplateDeployment } from "../entities";
import { azureStore } from "../store";
import { callAs, isTransient, type ArmAnswer } from "./arm-client";
import { functionsAfter, type Deploying } from "./context";
import { deployedFunctions } from "./deployed-functions";
import { written, type Functions } from "./expressions/arguments";
import { withCopy } from "./expressions/copy";
import { evaluateLoop, evaluateValue } from "./expressions/evaluate";
import { ExpressionError } from "./expressions/parse";
import { describeValue } from "./parameters";
import { evaluatedBody } from "./nested";
import { scopeAt } from "./scope";
import type { Template, TemplateResource } from "./template";

/*
 * @parity
 * - A deployment sends its resources' PUTs to this cloud itself, as the one who deploys: same
 *   checks, locks, faults. 429, 5xx and cut connections are tried again — ours; that Azure tries
 *   again general knowledge
 * - It goes a step further each time that it, its list or its operation is read; what waits for
 *   nothing is begun at once — ours
 * - `dependsOn`, and `reference` and `listKeys` of resources of the same template, are waited for;
 *   others are begun together (two models of an account: `RequestConflict`) — documented
 */

/** The step that each running deployment is taking, by its key. */
const steps = new WeakMap<World, Map<string, Promise<void>>>();

/**
 * Takes a deployment a step further, if it is running: polls what is being deployed, and starts what
 * waits for nothing any more. Calls at the same time share a step.
 */
export async function advance(world: World, key: string): Promise<void> {
  const running = steps.get(world) ?? new Map<string, Promise<void>>();
  steps.set(world, running);
  const step = running.get(key) ?? takeStep(world, key).finally(() => running.delete(key));
  running.set(key, step);
  await step;
}

/** True for a deployment that goes on. */
export const isActive = ({ state }: TemplateDeployment): boolean =>
  state === "Accepted" || state === "Running";

async function takeStep(world: World, key: string): Promise<void> {
  const deployments = azureStore(world).templateDeployments;
  const deployment = deployments.get(key);
  if (!deployment || !isActive(deployment)) return;
  const deploying = deployingOf(world, deployment);
  const record = (change: DeployedResource): void =>
    void deployments.update(key, (before) => ({
      ...before,
      resources: before.resources.map((one) => (one.id === change.id ? change : one)),
    }));
  deployments.put(key, { ...deployment, state: "Running" });
  await Promise.all(
    deployment.resources.map(async (resource) => {
      if (resource.state === "Running") record(await polled(world, deployment, resource));
    }),
  );
  const { resources } = deployments.get(key) ?? deployment;
  await Promise.all(
    resources.map(async (resource) => {
      if (isDue(resource, resources)) record(await started(world, deployment, deploying, resource));
    }),
  );
  const now = deployments.get(key);
  if (now && !now.resources.some((one) => isUnfinished(one, now.resources)))
    deployments.put(key, await ended(world, now, deploying));
}

function deployingOf(world: World, deployment: TemplateDeployment): Deploying {
  const { name, location, parameters } = deployment;
  const scope = scopeAt(world, deployment.scope);
  return { world, scope, name, location, template: deployment.template as Template, parameters };
}

const statesBefore = (resource: DeployedResource, all: readonly DeployedResource[]) =>
  all.filter(({ id }) => resource.dependsOn.includes(id)).map(({ state }) => state);

const isDue = (resource: DeployedResource, all: readonly DeployedResource[]): boolean =>
  resource.state === "Waiting" && statesBefore(resource, all).every((one) => one === "Succeeded");

/** False also for a resource that waits for one that will not come. */
const isUnfinished = (resource: DeployedResource, all: readonly DeployedResource[]): boolean =>
  resource.state === "Running" || isDue(resource, all);

async function polled(
  world: World,
  { createdBy }: TemplateDeployment,
  resource: DeployedResource,
): Promise<DeployedResource> {
  const answer = await answerOrNothing(callAs(world, createdBy, "GET", resource.poll ?? ""));
  if (!answer || isTransient(answer)) return resource;
  const { status, error } = answer.body;
  const end = { ...resource, endedAt: world.clock.iso() };
  if (status === "Succeeded") return { ...end, state: "Succeeded" };
  if (status !== "Failed" && status !== "Canceled") return resource;
  const message = `The resource write operation failed to complete successfully, because it reached terminal provisioning state '${status}'.`;
  const failure = { code: "ResourceDeploymentFailure", target: resource.id, message };
  return { ...end, state: "Failed", error: { ...failure, details: [errorOf(error)] } };
}

async function started(
  world: World,
  deployment: TemplateDeployment,
  deploying: Deploying,
  resource: DeployedResource,
): Promise<DeployedResource> {
  const declared = resource.declared as TemplateResource;
  const { createdBy } = deployment;
  const deployed = deployedFunctions(world, deployment, createdBy);
  const functions = withCopy(functionsAfter(deploying, deployed), resource.copy);
  const begun = { ...resource, startedAt: world.clock.iso() };
  let body: JsonObject;
  try {
    body = await evaluatedBody(declared, functions);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const message = `Unable to process template language expressions for resource '${resource.id}'. '${error.message}'`;
    return { ...begun, state: "Failed", error: { code: "InvalidTemplate", message } };
  }
  const path = `${resource.id}?api-version=${declared.apiVersion}`;
  const answer = await answerOrNothing(callAs(world, createdBy, "PUT", path, body));
  if (!answer || isTransient(answer)) return resource;
  const { status, poll } = answer;
  if (status >= 400)
    return { ...begun, state: "Failed", status, error: errorOf(answer.body["error"]) };
  if (poll !== undefined) return { ...begun, state: "Running", status, poll };
  return { ...begun, state: "Succeeded", status, endedAt: world.clock.iso() };
}

/** Undefined for a connection that is cut. */
const answerOrNothing = (call: Promise<ArmAnswer>): Promise<ArmAnswer | undefined> =>
  call.catch((error: unknown) => {
    if (error instanceof TypeError) return undefined;
    throw error;
  });

const errorOf = (error: unknown): DeploymentError => {
  const { code, message } = isJsonObject(error) ? error : {};
  return { code: written(code ?? "Unknown"), message: written(message) };
};

/** The deployment when nothing of it goes on any more: failed, or with its outputs. */
async function ended(
  world: World,
  deployment: TemplateDeployment,
  deploying: Deploying,
): Promise<TemplateDeployment> {
  const end = { ...deployment, endedAt: world.clock.iso() };
  const failures = deployment.resources.flatMap(({ error }) => error ?? []);
  if (failures.length > 0)
    return { ...end, state: "Failed", error: deploymentFailed(deployment.id, failures) };
  const deployed = deployedFunctions(world, deployment, deployment.createdBy);
  try {
    const outputs = await outputsOf(deploying, functionsAfter(deploying, deployed));
    return { ...end, state: "Succeeded", outputs };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const details = [{ code: "DeploymentOutputEvaluationFailed", message: error.message }];
    const message =
      "Unable to evaluate template outputs. Please see error details and deployment operations. Please see https://aka.ms/arm-common-errors for usage details.";
    return {
      ...end,
      state: "Failed",
      error: { code: "DeploymentOutputEvaluationFailed", message, details },
    };
  }
}

const deploymentFailed = (target: string, details: DeploymentError[]): DeploymentError => ({
  code: "DeploymentFailed",
  target,
  message:
    "At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.",
  details,
});

async function outputsOf(deploying: Deploying, functions: Functions) {
  const outputs: TemplateDeployment["outputs"] = {};
  for (const [name, { type, value, copy, condition = true }] of Object.entries(
    deploying.template.outputs,
  ))
    if ((await evaluateValue(condition, functions)) === true) {
      const { count, input } = copy ?? {};
      const output = copy
        ? evaluateLoop({ name, count, input }, functions)
        : evaluateValue(value, functions);
      outputs[name] = describeValue(type, await output);
    }
  return outputs;
}
