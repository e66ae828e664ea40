import type { World } from "../core/world";
import { workspaceStore, clearWorkspaceStore } from "./store";
import { addFolder } from "./workspace/objects";
import { abandonRuns } from "./jobs/runs";

/** A workspace as the control plane (ARM) knows it. */
export interface WorkspaceIdentity {
  /** ARM id. */
  id: string;
  /** The number in `?o=…` and `X-Databricks-Org-Id`. */
  workspaceId: string;
}

/** A workspace whose host is open. */
export interface OpenWorkspace {
  armId: string;
  workspaceId: string;
  accountId: string;
  /**
   * Milliseconds since the epoch. Before this moment its API refuses calls (see `requireReady`).
   */
  readyAt: number;
  /** Number of calls that were refused before that moment. */
  asked: number;
  /** Milliseconds since the epoch. Before this moment its name leads nowhere (see `isUnresolved`). */
  resolvesAt?: number | undefined;
}

/**
 * Simulated seconds from Succeeded in ARM until the workspace can serve (reported: 10–120), and
 * those of one that is late.
 */
const READY_AFTER_SECONDS = 30;
const LATE_READY_AFTER_SECONDS = 300;
/** Simulated seconds from Succeeded until a name that is late is known to the client's resolver. */
const LATE_NAME_SECONDS = 60;
/** The events that a fault plan can make late: a new workspace serves; its name is known. */
export const READINESS = "databricks/readiness";
export const NAME = "databricks/name";

/** All open workspaces, by lower-case ARM id. */
export const openWorkspaces = (world: World) =>
  world.store.collection<OpenWorkspace>("databricks/open");

/**
 * Opens the host of a workspace, with its first folders when the workspace is new.
 * @param record keeps the workspace's URL, `https://127.0.0.1:PORT`: all of this or nothing
 * @returns what `record` returns
 */
export function openDatabricksWorkspace<T>(
  world: World,
  workspace: WorkspaceIdentity,
  record: (url: string) => T,
): Promise<T> {
  const key = workspace.id.toLowerCase();
  return world.hosts.openWith("databricks", key, ({ port }) => {
    if (!openWorkspaces(world).get(key)) addWorkspace(world, key, workspace);
    return record(`https://127.0.0.1:${port}`);
  });
}

function addWorkspace(world: World, key: string, { id, workspaceId }: WorkspaceIdentity): void {
  const seconds = world.faults.isLate(READINESS) ? LATE_READY_AFTER_SECONDS : READY_AFTER_SECONDS;
  openWorkspaces(world).put(key, {
    armId: id,
    workspaceId,
    accountId: world.random.guid(),
    readyAt: world.clock.now() + seconds * 1000,
    asked: 0,
    resolvesAt: world.faults.isLate(NAME)
      ? world.clock.now() + LATE_NAME_SECONDS * 1000
      : undefined,
  });
  const store = workspaceStore(world.store, workspaceId);
  for (const path of ["/", "/Users", "/Shared"]) addFolder(world, store, path, "System-User");
}

/** Closes the host of a deleted workspace, stops its notebooks and removes its content. */
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
