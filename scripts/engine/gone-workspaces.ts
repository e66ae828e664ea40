/**
 * Databricks workspaces of a state that do not exist any more. A provider asks a workspace's own host
 * for each resource in it. The host of a workspace that is gone does not answer, or never ends to
 * answer: so the resources in it are recognised by their provider and host, and removed from the state
 * before a provider is asked. Both engines do so.
 */
import type { LabError } from "../../infra/errors";
import { removeReferences, type Resource } from "./state/resource";
import { isProviderType, referenceOf } from "./state/urn";

/** A workspace as a databricks provider is configured for it. */
export interface WorkspaceRef {
  /** Reference to the provider: `<urn>::<id>`. */
  reference: string;
  /** ARM id. */
  id: string;
  /** `https://…` */
  host: string;
}

/**
 * Reads the workspace with an ARM id at Azure, after the end of an operation that runs on it.
 * Undefined when Azure says that it does not exist; an error when Azure gave no answer.
 */
export type ReadWorkspace = (
  id: string,
) => Promise<{ workspaceUrl?: string } | undefined | LabError>;

const isText = (value: unknown): value is string => typeof value === "string";

/** The workspaces of a state's databricks providers. */
export const workspaceRefsOf = (resources: readonly Resource[]): WorkspaceRef[] =>
  resources
    .filter(({ type }) => type === "pulumi:providers:databricks")
    .flatMap((provider) => {
      const { azureWorkspaceResourceId: id, host } = provider.inputs ?? {};
      return isText(id) && isText(host) ? [{ reference: referenceOf(provider), id, host }] : [];
    });

/** Whether a resource belongs to the workspace, by its provider or as a dynamic resource by its inputs. */
export const belongsTo = (
  { reference, id, host }: WorkspaceRef,
  { type, provider, inputs = {} }: Resource,
): boolean =>
  !isProviderType(type) &&
  (provider === reference ||
    (inputs.host === host && [inputs.workspaceId, inputs.resourceId].includes(id)));

/**
 * The workspaces that are deleted or replaced: a replacement has the same ARM id and another host. Of
 * one for which Azure gave no answer nothing is known: it is not among them.
 */
export async function goneWorkspaces(
  workspaces: readonly WorkspaceRef[],
  read: ReadWorkspace,
): Promise<WorkspaceRef[]> {
  const found = await Promise.all(workspaces.map(({ id }) => read(id)));
  return workspaces.filter(({ host }, i) => {
    const answer = found[i];
    if (answer instanceof Error) return false;
    if (!answer) return true;
    return answer.workspaceUrl !== undefined && host !== `https://${answer.workspaceUrl}`;
  });
}

/** Splits a state into what is in the workspaces that are gone and the rest, which forgets the former. */
export function withoutGone(
  resources: readonly Resource[],
  gone: readonly WorkspaceRef[],
): { kept: Resource[]; dropped: Resource[] } {
  const isLost = (r: Resource): boolean => gone.some((workspace) => belongsTo(workspace, r));
  const [dropped, kept] = [resources.filter(isLost), resources.filter((r) => !isLost(r))];
  for (const { urn } of dropped) removeReferences(kept, urn);
  return { kept, dropped };
}
