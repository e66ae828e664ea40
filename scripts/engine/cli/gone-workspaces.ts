/**
 * Databricks workspaces that a state still tells of and that are gone. The CLI's refresh asks the provider about each
 * thing in them, in vain and for minutes, and fails; and since it forgets meanwhile what was `deletedWith` the workspace,
 * it fails for ever. So what lived in them is recognised by its provider and its host instead, and taken out beforehand.
 */
import { DATABRICKS_WORKSPACE } from "../../../infra/azure/resource-types";
import type { Session } from "../../../infra/azure/session";
import type { Resource } from "../state/resource";
import { isProviderType, referenceOf } from "../state/urn";
import { armResource } from "./arm-resources";

/** A workspace, by a databricks provider that is configured for it. */
export interface WorkspaceRef {
  /** How resources name the provider. */
  reference: string;
  /** ARM id. */
  id: string;
  /** `https://…` */
  host: string;
}

const isText = (value: unknown): value is string => typeof value === "string";

export const workspaceRefsOf = (resources: readonly Resource[]): WorkspaceRef[] =>
  resources
    .filter(({ type }) => type === "pulumi:providers:databricks")
    .flatMap((provider) => {
      const { azureWorkspaceResourceId: id, host } = provider.inputs ?? {};
      return isText(id) && isText(host) ? [{ reference: referenceOf(provider), id, host }] : [];
    });

/** Whether it, or what a dynamic resource did in it, lives there. */
export const belongsTo = (
  { reference, id, host }: WorkspaceRef,
  { type, provider, inputs = {} }: Resource,
): boolean =>
  !isProviderType(type) &&
  (provider === reference ||
    (inputs.host === host && [inputs.workspaceId, inputs.resourceId].includes(id)));

/** A workspace that was made anew has the ARM id of the old one, and another host. @throws as `armResource` */
export async function isGone({ id, host }: WorkspaceRef, session: Session): Promise<boolean> {
  const found = await armResource(session, id, DATABRICKS_WORKSPACE.apiVersion);
  if (!found) return true;
  const { workspaceUrl } = found.properties ?? {};
  return workspaceUrl !== undefined && host !== `https://${workspaceUrl}`;
}
