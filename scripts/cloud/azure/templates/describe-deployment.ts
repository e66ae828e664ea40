import { createHash } from "node:crypto";
import { groupBy } from "../../../base/group-by";
import type { DeployedResource, TemplateDeployment } from "../entities";
import { regionOf } from "../arm/ids";
import { nameIn } from "./expressions/evaluate";
import { describeValue } from "./parameters";
import type { PlannedResource } from "./planned-resources";
import { meant } from "./resource-ids";
import type { Template } from "./template";

/*
 * @parity
 * - `templateHash`: a number of this cloud's own — ours
 */

/** What answers say of a template and its resources, before and after they are deployed. */
function describePlan(
  template: Template,
  parameters: TemplateDeployment["parameters"],
  resources: readonly PlannedResource[],
) {
  const declared = Object.entries(template.parameters).map(([name, { type }]) => [
    name,
    describeValue(type, parameters[nameIn(parameters, name) ?? name]),
  ]);
  return {
    templateHash: hashOf(template),
    parameters: Object.fromEntries(declared) as Record<string, unknown>,
    mode: "Incremental",
    providers: providersOf(resources),
    dependencies: resources
      .filter(({ dependsOn }) => dependsOn.length > 0)
      .map((one) => ({
        dependsOn: one.dependsOn.flatMap((id) => {
          const other = meant(resources, id);
          return other ? targetOf(other) : [];
        }),
        ...targetOf(one),
      })),
  };
}

const targetOf = ({ id, type, name }: PlannedResource) => ({
  id,
  resourceType: type,
  resourceName: name,
});

/** A number of up to 20 digits, as Azure's hashes of templates are. */
const hashOf = (template: Template): string =>
  createHash("sha256").update(JSON.stringify(template)).digest().readBigUInt64BE().toString();

function providersOf(resources: readonly PlannedResource[]) {
  const byNamespace = groupBy(resources, ({ type }) => type.slice(0, type.indexOf("/")));
  return [...byNamespace].map(([namespace, its]) => ({
    namespace,
    resourceTypes: [...groupBy(its, ({ type }) => type.slice(namespace.length + 1))].map(
      ([resourceType, all]) => ({
        resourceType,
        locations: [
          ...new Set(
            all.map(({ location }) => (location === undefined ? null : regionOf(location))),
          ),
        ],
      }),
    ),
  }));
}

/** The answer to a validation. */
export const describeValidation = (
  { id, name, location, createdAt, correlationId, template, parameters }: TemplateDeployment,
  resources: readonly PlannedResource[],
) => ({
  id,
  name,
  location,
  type: "Microsoft.Resources/deployments",
  properties: {
    ...describePlan(template as Template, parameters, resources),
    provisioningState: "Succeeded",
    timestamp: createdAt,
    duration: "PT0S",
    correlationId,
    validatedResources: resources.map((one) => ({ id: one.id })),
  },
});

/** A deployment in an answer; what it made is known when it has ended. */
export const describeDeployment = (deployment: TemplateDeployment) => ({
  id: deployment.id,
  name: deployment.name,
  location: deployment.location,
  type: "Microsoft.Resources/deployments",
  properties: {
    ...describePlan(
      deployment.template as Template,
      deployment.parameters,
      deployment.resources as (DeployedResource & PlannedResource)[],
    ),
    provisioningState: deployment.state,
    timestamp: deployment.endedAt ?? deployment.createdAt,
    duration: durationOf(deployment.createdAt, deployment.endedAt),
    correlationId: deployment.correlationId,
    ...ENDED[deployment.state](deployment),
  },
});

const nothing = () => ({});
const ENDED: Record<TemplateDeployment["state"], (of: TemplateDeployment) => object> = {
  Accepted: nothing,
  Running: nothing,
  Succeeded: ({ outputs, resources }) => ({
    outputs,
    outputResources: resources.map(({ id }) => ({ id })),
  }),
  Failed: ({ error }) => ({ error }),
  Canceled: nothing,
};

/** The operations of a deployment: what was done to each resource. */
export const describeOperations = ({ id, resources }: TemplateDeployment) =>
  resources
    .filter(({ startedAt }) => startedAt !== undefined)
    .map((resource) => ({
      id: `${id}/operations/${resource.operationId}`,
      operationId: resource.operationId,
      properties: {
        provisioningOperation: "Create",
        provisioningState: resource.state,
        timestamp: resource.endedAt ?? resource.startedAt,
        duration: durationOf(resource.startedAt ?? "", resource.endedAt),
        trackingId: resource.operationId,
        statusCode: resource.status === undefined ? undefined : STATUS[resource.status],
        statusMessage: resource.error && { error: resource.error },
        targetResource: {
          id: resource.id,
          resourceType: resource.type,
          resourceName: resource.name,
        },
      },
    }));

/** Azure's words for the statuses. */
const STATUS: Partial<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  400: "BadRequest",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
};

/** ISO 8601, in seconds; of nothing that has not ended. */
const durationOf = (start: string, end = start): string =>
  `PT${(Date.parse(end) - Date.parse(start)) / 1000}S`;
