import { clustersNamed, hasScope, statusPath } from "../../infra/azure/workspace-api";
import { nameStack } from "../../infra/names/tags";
import type { AzureSession } from "../lib/azure/session";
import { openWorkspaceAt, type Workspace } from "../lib/azure/workspace";
import type { ExistenceCheck, ExistingResource } from "./existence-checks";
import type { SeatPlace } from "./places";

/**
 * The checks that together prove a seat gone from its class's workspace. Without the workspace, the
 * seat is gone too.
 */
export function seatChecks(
  { workspaceId, cluster, secretScope, folder, mark }: SeatPlace,
  session: AzureSession,
): ExistenceCheck[] {
  const workspaceCheck = (
    kind: ExistenceCheck["kind"],
    suffix: string,
    findIn: (w: Workspace) => Promise<ExistingResource | undefined>,
  ): ExistenceCheck => ({
    kind,
    id: `${workspaceId}${suffix}`,
    find: async () => {
      const workspace = await openWorkspaceAt(workspaceId, session);
      return workspace && findIn(workspace);
    },
  });
  return [
    workspaceCheck("cluster", `/clusters/${cluster}`, ({ get }) => findCluster(get, cluster, mark)),
    workspaceCheck("secret scope", `/scopes/${secretScope}`, async ({ get }) =>
      (await hasScope(get, secretScope)) ? {} : undefined,
    ),
    workspaceCheck("folder", `/workspace${folder}`, async ({ get }) =>
      (await get(statusPath(folder))) === undefined ? undefined : {},
    ),
  ];
}

/** A cluster of that name with its tags: one that bears the stack's mark, if there is one. */
export async function findCluster(
  get: Workspace["get"],
  name: string,
  mark: string,
): Promise<ExistingResource | undefined> {
  const all = await clustersNamed(get, name);
  const [first] = all;
  const own = all.find(({ custom_tags }) => nameStack(custom_tags, mark));
  const found = own ?? first;
  return found && { tags: found.custom_tags };
}
