import { allClusters, allScopes } from "../../infra/azure/workspace-api";
import { folderOf, type NameKind, physicalName } from "../../infra/names/physical-names";
import { azureClients } from "../lib/azure/clients";
import { ignoreNotFound } from "../lib/azure/answers";
import { refusalOf } from "../lib/azure/errors";
import type { AzureSession } from "../lib/azure/session";
import { openWorkspace, ownerNames, type Workspace, workspaceIdOf } from "../lib/azure/workspace";
import { isOwn } from "./ownership";
import type { ResourceKind, UncheckedResource } from "./report";

/** What a stack has in the workspace of its class. */
export interface SeatTrace {
  stack: string;
  kind: ResourceKind;
  /** The workspace's ARM id and a path, as in a proof. */
  id: string;
}

/** The traces of all seats, and why they could not be read. */
export interface SeatTraces {
  traces: SeatTrace[];
  unknown: UncheckedResource[];
}

interface WorkspaceObject {
  path: string;
  object_type?: string;
}

/**
 * Lists what stacks of the project have in the workspace of a class: folders, clusters and secret
 * scopes with names that a stack gives them. None without the workspace, or where it does not bear
 * the tags of the class. A name that ends in a hash does not say its stack; the folder's always does.
 */
export async function seatTraces(
  { project, stack }: { project: string; stack: string },
  session: AzureSession,
): Promise<SeatTraces> {
  try {
    return { traces: await readTraces({ project, stack }, session), unknown: [] };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const { code, reason, cure } = refusal;
    return { traces: [], unknown: [{ kind: "workspace", code, reason, cure }] };
  }
}

async function readTraces(
  owner: { project: string; stack: string },
  session: AzureSession,
): Promise<SeatTrace[]> {
  const { project } = owner;
  const { subscriptionId } = session;
  const clients = azureClients(session);
  const { resourceGroup, databricksWorkspace } = ownerNames(owner, subscriptionId);
  const found = await ignoreNotFound(
    clients.databricks.workspaces.get(resourceGroup, databricksWorkspace),
  );
  if (!found || !isOwn(found, { config: owner, session })) return [];
  const workspace = await openWorkspace(owner, session, clients);
  if (!workspace) return [];
  const { get } = workspace;
  const workspaceId = workspaceIdOf(owner, subscriptionId);
  const named = (kind: NameKind, as: ResourceKind, part: string, names: string[]): SeatTrace[] =>
    names.flatMap((name) => {
      const of = stackNamed(kind, name, { project, subscriptionId });
      if (of === undefined) return [];
      return { stack: of, kind: as, id: `${workspaceId}/${part}/${name}` };
    });
  const clusters = (await allClusters(get)).map(({ cluster_name }) => cluster_name);
  const folders = (await stackFolders(workspace, project)).map(({ stack, path }): SeatTrace => {
    return { stack, kind: "folder", id: `${workspaceId}/workspace${path}` };
  });
  return [
    ...named("cluster", "cluster", "clusters", clusters),
    ...named("secretScope", "secret scope", "scopes", await allScopes(get)),
    ...folders,
  ];
}

/** The folders that stacks of the project have in a workspace, with the stacks' names. */
export async function stackFolders(
  { get }: Pick<Workspace, "get">,
  project: string,
): Promise<{ stack: string; path: string }[]> {
  const root = folderOf({ project, stack: "" }).slice(0, -1);
  const list = `/api/2.0/workspace/list?path=${encodeURIComponent(root)}`;
  const { objects = [] } = (await get<{ objects?: WorkspaceObject[] }>(list)) ?? {};
  return objects
    .filter(({ object_type }) => object_type === "DIRECTORY")
    .map(({ path }) => ({ stack: path.slice(root.length + 1), path }));
}

/** The stack that gives this name to something of this kind; undefined where none says so. */
function stackNamed(
  kind: NameKind,
  name: string,
  { project, subscriptionId }: { project: string; subscriptionId: string },
): string | undefined {
  if (!name.startsWith(`${project}-`)) return undefined;
  const stack = name.slice(project.length + 1);
  if (physicalName(kind, { project, stack, subscriptionId }) === name) return stack;
  return undefined;
}
