import { folderOf, namesOf } from "../../infra/names/physical-names";
import { clustersNamed } from "../../infra/azure/workspace-api";
import type { AzureClients } from "../lib/azure/clients";
import type { AzureSession } from "../lib/azure/session";
import {
  openWorkspace,
  type StackIdentity,
  type Workspace,
  workspaceIdOf,
} from "../lib/azure/workspace";
import type { ExistenceCheck } from "./existence-checks";

/**
 * The checks that together prove a seat gone from its class's workspace. Without the workspace, the
 * seat is gone too.
 */
export function seatChecks(
  config: StackIdentity,
  session: AzureSession,
  clients: Pick<AzureClients, "databricks">,
): ExistenceCheck[] {
  const { subscriptionId } = session;
  const { cluster, secretScope } = namesOf({ ...config, subscriptionId });
  const id = workspaceIdOf(config, subscriptionId);
  const folder = folderOf(config);
  const folderStatus = `/api/2.0/workspace/get-status?path=${encodeURIComponent(folder)}`;
  const workspaceCheck = (
    kind: ExistenceCheck["kind"],
    suffix: string,
    note: string,
    exists: (w: Workspace) => Promise<boolean>,
  ): ExistenceCheck => ({
    kind,
    id: `${id}${suffix}`,
    find: async () => {
      const workspace = await openWorkspace(config, session, clients);
      return workspace && (await exists(workspace)) ? { note } : undefined;
    },
  });
  return [
    workspaceCheck(
      "cluster",
      `/clusters/${cluster}`,
      "is billed while it runs: run lab destroy again",
      async ({ get }) => (await clustersNamed(get, cluster)).length > 0,
    ),
    workspaceCheck(
      "secret scope",
      `/scopes/${secretScope}`,
      "may hold a key: run lab destroy again",
      async ({ get }) => {
        const answer = await get<{ scopes?: { name: string }[] }>("/api/2.0/secrets/scopes/list");
        return answer?.scopes?.some(({ name }) => name === secretScope) ?? false;
      },
    ),
    workspaceCheck(
      "folder",
      `/workspace${folder}`,
      "holds the student's work: run lab destroy again",
      async ({ get }) => (await get(folderStatus)) !== undefined,
    ),
  ];
}
