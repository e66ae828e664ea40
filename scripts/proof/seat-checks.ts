import { folderOf, namesOf } from "../../infra/names/physical-names";
import { clustersNamed } from "../../infra/azure/workspace-api";
import type { AzureClients } from "../lib/azure/clients";
import type { AzureSession } from "../lib/azure/session";
import { openWorkspace, type Place, type Workspace, workspaceIdOf } from "../lib/azure/workspace";
import type { ExistenceCheck } from "./existence-checks";

/** The looks that together prove a seat gone from its class's workspace, which took it along if it is gone itself. */
export function seatChecks(
  config: Place,
  session: AzureSession,
  clients: Pick<AzureClients, "databricks">,
): ExistenceCheck[] {
  const { subscriptionId } = session;
  const { cluster, secretScope } = namesOf({ ...config, subscriptionId });
  const id = workspaceIdOf(config, subscriptionId);
  const folder = folderOf(config);
  const lookFor = (
    kind: ExistenceCheck["kind"],
    at: string,
    note: string,
    isThere: (w: Workspace) => Promise<boolean>,
  ): ExistenceCheck => ({
    kind,
    id: `${id}${at}`,
    look: async () => {
      const workspace = await openWorkspace(config, session, clients);
      return workspace && (await isThere(workspace)) ? { note } : undefined;
    },
  });
  return [
    lookFor(
      "cluster",
      `/clusters/${cluster}`,
      "is billed while it runs: run lab destroy again",
      async ({ get }) => {
        return (await clustersNamed(get, cluster)).length > 0;
      },
    ),
    lookFor(
      "secret scope",
      `/scopes/${secretScope}`,
      "may hold a key: run lab destroy again",
      async ({ get }) => {
        const answer = await get<{ scopes?: { name: string }[] }>("/api/2.0/secrets/scopes/list");
        return answer?.scopes?.some(({ name }) => name === secretScope) ?? false;
      },
    ),
    lookFor(
      "folder",
      `/workspace${folder}`,
      "holds the student's work: run lab destroy again",
      async ({ get }) => {
        return (
          (await get(`/api/2.0/workspace/get-status?path=${encodeURIComponent(folder)}`)) !==
          undefined
        );
      },
    ),
  ];
}
