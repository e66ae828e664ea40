import type { World } from "../core/world";
import { workspaceStore, clearWorkspaceStore } from "./store";
import { addFolder } from "./workspace/objects";
import { abandonRuns } from "./jobs/runs";

/** What the control plane knows about a workspace, as far as its inside cares. */
export interface WorkspaceIdentity {
  /** ARM id. */
  id: string;
  /** The number in `?o=…` and `X-Databricks-Org-Id`. */
  workspaceId: string;
}

/** An open workspace, by lower-case ARM id. */
export interface OpenWorkspace {
  armId: string;
  workspaceId: string;
  accountId: string;
  /** Before this moment its API answers as a fresh workspace does. */
  readyAt: number;
  /** How often it was asked before that. */
  asked: number;
}

/** ARM says Succeeded before the workspace can serve: seconds of simulated time (reported: 10–120). */
const READY_AFTER_SECONDS = 30;

export const openWorkspaces = (world: World) =>
  world.store.collection<OpenWorkspace>("databricks/open");

/** Opens the host of a workspace that ARM has just made, with its first folders. Returns `https://127.0.0.1:PORT`. */
export async function openDatabricksWorkspace(
  world: World,
  workspace: WorkspaceIdentity,
): Promise<string> {
  const key = workspace.id.toLowerCase();
  const host = await world.hosts.open("databricks", key);
  if (!openWorkspaces(world).get(key)) {
    openWorkspaces(world).put(key, {
      armId: workspace.id,
      workspaceId: workspace.workspaceId,
      accountId: world.random.guid(),
      readyAt: world.clock.now() + READY_AFTER_SECONDS * 1000,
      asked: 0,
    });
    const store = workspaceStore(world.store, workspace.workspaceId);
    for (const path of ["/", "/Users", "/Shared"]) addFolder(world, store, path, "System-User");
  }
  return `https://127.0.0.1:${host.port}`;
}

/** Closes a deleted workspace's host and forgets all that was inside it. */
export async function closeDatabricksWorkspace(
  world: World,
  workspace: { id: string },
): Promise<void> {
  const key = workspace.id.toLowerCase();
  const open = openWorkspaces(world).get(key);
  if (open) {
    abandonRuns(world, open.workspaceId);
    clearWorkspaceStore(world.store, open.workspaceId);
    openWorkspaces(world).delete(key);
  }
  await world.hosts.close("databricks", key);
}
