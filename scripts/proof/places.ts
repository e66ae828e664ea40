import { resourceTypeOf } from "../../infra/azure/resource-types";
import { folderOf, namesOf } from "../../infra/names/physical-names";
import { markOf } from "../../infra/names/tags";
import { type StackIdentity, workspaceIdOf } from "../lib/azure/workspace";

/** Where a lab or a class has its resources. What is undefined is not known to exist. */
export interface LabPlace {
  subscriptionId: string;
  resourceGroup: string;
  managedResourceGroup: string | undefined;
  account: string | undefined;
  workspace: string | undefined;
}

/** Where a seat has its resources: in the workspace of its class. */
export interface SeatPlace {
  /** ARM id of the workspace. */
  workspaceId: string;
  cluster: string;
  secretScope: string;
  folder: string;
  /** What its cluster bears where the workspace existed before the class: `PROJECT/STACK`. */
  mark: string;
}

/** A resource that a stack's state records. */
export interface RecordedResource {
  /** Pulumi's type token. */
  type: string;
  /** Absent while its creation is pending. */
  id: string | undefined;
  inputs: Record<string, unknown>;
  /** It was deleted, and its replacement was not made yet. */
  isReplaced?: boolean | undefined;
}

/** What a stack's state records. */
export interface RecordedStack {
  /** Number of resources, as `up` counts them. */
  count: number;
  resources: readonly RecordedResource[];
}

/** The place that today's sign-in and the stack's name give. */
export function namedPlace(
  { project, stack }: StackIdentity,
  subscriptionId: string,
): LabPlace & { managedResourceGroup: string } {
  const names = namesOf({ subscriptionId, project, stack });
  return {
    subscriptionId,
    resourceGroup: names.resourceGroup,
    managedResourceGroup: names.managedResourceGroup,
    account: names.openaiAccount,
    workspace: names.databricksWorkspace,
  };
}

/** The same of a seat. */
export function namedSeat(identity: StackIdentity, subscriptionId: string): SeatPlace {
  const { cluster, secretScope } = namesOf({ ...identity, subscriptionId });
  const workspaceId = workspaceIdOf(identity, subscriptionId);
  return { workspaceId, cluster, secretScope, folder: folderOf(identity), mark: markOf(identity) };
}

/**
 * The subscriptions other than `subscriptionId` in which a state records resources of the stack. What
 * is in an account or a workspace that existed before may be in any.
 */
export function otherSubscriptions(
  { resources }: Pick<RecordedStack, "resources">,
  subscriptionId: string,
): string[] {
  const ids = resources
    .filter((one) => isInGroup(one) || isSeatRemoval(one))
    .flatMap(({ id, inputs }) => [id, inputs["resourceId"]]);
  const recorded = ids.flatMap((id) =>
    typeof id === "string" ? (ARM_ID.exec(id)?.[1] ?? []) : [],
  );
  const isOther = (one: string): boolean => one.toLowerCase() !== subscriptionId.toLowerCase();
  return [...new Set(recorded)].filter(isOther);
}

const ARM_ID = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?/i;
const NAMES = {
  account: /\/Microsoft\.CognitiveServices\/accounts\/([^/]+)$/i,
  workspace: /\/Microsoft\.Databricks\/workspaces\/([^/]+)$/i,
};

/**
 * Whether a resource is a group, or directly in one, which is then the stack's own. What is in an
 * account or a workspace says nothing: these may be the class's, or have existed before.
 */
const isInGroup = ({ type }: RecordedResource): boolean =>
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+(\/providers\/[^/]+\/[^/]+\/[^/]+)?$/i.test(
    resourceTypeOf(type)?.path ?? "",
  );

/** The groups in which a state records resources, each with its account and its workspace. */
export function recordedPlaces({ resources }: RecordedStack): LabPlace[] {
  const places = new Map<string, LabPlace>();
  for (const { id = "", inputs } of resources.filter(isInGroup)) {
    const [, subscriptionId, resourceGroup] = ARM_ID.exec(id) ?? [];
    if (subscriptionId === undefined || resourceGroup === undefined) continue;
    const key = `${subscriptionId}/${resourceGroup}`.toLowerCase();
    const place = places.get(key) ?? {
      subscriptionId,
      resourceGroup,
      managedResourceGroup: undefined,
      account: undefined,
      workspace: undefined,
    };
    places.set(key, place);
    place.account ??= NAMES.account.exec(id)?.[1];
    place.workspace ??= NAMES.workspace.exec(id)?.[1];
    if (typeof inputs["managedResourceGroupId"] === "string")
      place.managedResourceGroup ??= ARM_ID.exec(inputs["managedResourceGroupId"])?.[2];
  }
  return [...places.values()];
}

const isRemoval = ({ type }: RecordedResource): boolean => type.endsWith(":Removal");

/** Whether a resource is the cleanup of a seat, and not that of a lab or a class in what existed. */
export const isSeatRemoval = (one: RecordedResource): boolean =>
  isRemoval(one) && one.inputs["policyName"] === undefined;

/** What a state records in workspaces that are not the stack's own: the inputs of its cleanups. */
export const recordedSeats = ({ resources }: RecordedStack): SeatPlace[] =>
  resources.filter(isRemoval).flatMap(({ inputs }) => {
    const { resourceId, clusterName, scopeName, folder, mark = "" } = inputs;
    if (typeof resourceId !== "string" || typeof clusterName !== "string") return [];
    if (typeof scopeName !== "string" || typeof folder !== "string") return [];
    if (typeof mark !== "string") return [];
    const names = { cluster: clusterName, secretScope: scopeName, folder, mark };
    return [{ workspaceId: resourceId, ...names }];
  });

/** Whether two places are the same group. Names in Azure ignore case. */
export const samePlace = (a: LabPlace, b: LabPlace): boolean =>
  a.subscriptionId.toLowerCase() === b.subscriptionId.toLowerCase() &&
  a.resourceGroup.toLowerCase() === b.resourceGroup.toLowerCase();
