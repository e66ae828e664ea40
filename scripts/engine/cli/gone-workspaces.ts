/**
 * Databricks workspaces of a state that do not exist any more. The CLI's refresh asks the provider for
 * each resource in them for minutes, and fails. It also removes the `deletedWith` references to the
 * workspace, so later refreshes fail, too. So the resources of such a workspace are recognised by their
 * provider and host, and removed from the state before the CLI runs.
 */
import { DATABRICKS_WORKSPACE } from "../../../infra/azure/resource-types";
import type { Session } from "../../../infra/azure/session";
import type { Resource } from "../state/resource";
import { isProviderType, referenceOf } from "../state/urn";
import { armResource } from "./arm-resources";

/** A workspace as a databricks provider is configured for it. */
export interface WorkspaceRef {
  /** Reference to the provider: `<urn>::<id>`. */
  reference: string;
  /** ARM id. */
  id: string;
  /** `https://…` */
  host: string;
}

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
 * Whether the workspace is deleted or replaced: a replacement has the same ARM id and another host.
 * @throws LabError `cloud` | `sign-in`
 */
export async function isGone({ id, host }: WorkspaceRef, session: Session): Promise<boolean> {
  const found = await armResource(session, id, DATABRICKS_WORKSPACE.apiVersion);
  if (!found) return true;
  const { workspaceUrl } = found.properties ?? {};
  return workspaceUrl !== undefined && host !== `https://${workspaceUrl}`;
}
