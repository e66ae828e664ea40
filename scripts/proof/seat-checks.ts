import { clustersNamed } from "../../infra/azure/workspace-api";
import type { AzureSession } from "../lib/azure/session";
import { openWorkspaceAt, type Workspace } from "../lib/azure/workspace";
import type { ExistenceCheck } from "./existence-checks";
import { hasScope } from "./inner-checks";
import type { SeatPlace } from "./places";

/**
 * The checks that together prove a seat gone from its class's workspace. Without the workspace, the
 * seat is gone too.
 */
export function seatChecks(
  { workspaceId, cluster, secretScope, folder }: SeatPlace,
  session: AzureSession,
): ExistenceCheck[] {
  const workspaceCheck = (
    kind: ExistenceCheck["kind"],
    suffix: string,
    exists: (w: Workspace) => Promise<boolean>,
  ): ExistenceCheck => ({
    kind,
    id: `${workspaceId}${suffix}`,
    find: async () => {
      const workspace = await openWorkspaceAt(workspaceId, session);
      return workspace && (await exists(workspace)) ? {} : undefined;
    },
  });
  const folderStatus = `/api/2.0/workspace/get-status?path=${encodeURIComponent(folder)}`;
  return [
    workspaceCheck(
      "cluster",
      `/clusters/${cluster}`,
      async ({ get }) => (await clustersNamed(get, cluster)).length > 0,
    ),
    workspaceCheck("secret scope", `/scopes/${secretScope}`, ({ get }) =>
      hasScope(get, secretScope),
    ),
    workspaceCheck(
      "folder",
      `/workspace${folder}`,
      async ({ get }) => (await get(folderStatus)) !== undefined,
    ),
  ];
}
