import { ACCOUNT_TYPE, LOG_WORKSPACE_TYPE, WORKSPACE_TYPE } from "../arm/ids";
import type { Account, DatabricksWorkspace, LogWorkspace, TrackedResource } from "../entities";
import type { AzureStore } from "../store";

/** What the lists say of a resource; Azure adds more to it on request. */
export interface Listed extends Omit<TrackedResource, "createdBy"> {
  type: string;
  state?: string;
  kind?: string;
  sku?: { name: string };
}

/** The resources of a subscription, one type after the other. */
export const listedInSubscription = (store: AzureStore, key: string): Listed[] =>
  listedOf({
    accounts: store.accountsInSubscription(key),
    workspaces: store.workspacesInSubscription(key),
    logWorkspaces: store.logWorkspacesInSubscription(key),
  });

/** The same of a group. */
export const listedInGroup = (store: AzureStore, key: string): Listed[] =>
  listedOf({
    accounts: store.accountsInGroup(key),
    workspaces: store.workspacesInGroup(key),
    logWorkspaces: store.logWorkspacesInGroup(key),
  });

const listedOf = ({
  accounts,
  workspaces,
  logWorkspaces,
}: {
  accounts: Account[];
  workspaces: DatabricksWorkspace[];
  logWorkspaces: LogWorkspace[];
}): Listed[] => [
  ...accounts.map((one) => ({ ...one, type: ACCOUNT_TYPE })),
  ...workspaces.map((one) => ({ ...one, type: WORKSPACE_TYPE })),
  // Its SKU is a property of its own.
  ...logWorkspaces.map(({ sku: _, ...one }) => ({ ...one, type: LOG_WORKSPACE_TYPE })),
];
