import type { LabConfig } from "../../infra/config";
import { sessionOf } from "../../infra/arm";
import { REAL } from "../../infra/arm-cloud";
import { LabError, messageOf } from "../../infra/errors";
import { folderOf, namesOf } from "../../infra/naming";
import { askWorkspace } from "../../infra/workspace-api";
import { found } from "../lib/azure-answers";
import type { AzureClients } from "../lib/azure-clients";
import type { AzureSession } from "../lib/azure-session";
import type { Found, Look } from "./looks";

/** What a seat's names follow from. */
type Seat = Pick<LabConfig, "project" | "stack"> & Partial<Pick<LabConfig, "classStack">>;

/** Asks the class's workspace for one path; undefined where the workspace, or what is asked for, is not there. */
type Ask = <T>(path: string) => Promise<T | undefined>;

/** The looks that together prove a seat gone from its class's workspace, which took it along if it is gone itself. */
export function looksForSeat(
  config: Seat,
  session: AzureSession,
  { databricks }: Pick<AzureClients, "databricks">,
): Look[] {
  const { subscriptionId } = session;
  const { cluster, secretScope } = namesOf({ ...config, subscriptionId });
  const owner = namesOf({ ...classOf(config), subscriptionId });
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${owner.resourceGroup}/providers/Microsoft.Databricks/workspaces/${owner.databricksWorkspace}`;
  const ask = asker(session, async () => {
    const workspace = await found(databricks.workspaces.get(owner.resourceGroup, owner.databricksWorkspace));
    return workspace?.workspaceUrl === undefined
      ? undefined
      : { resourceId: id, host: `https://${workspace.workspaceUrl}` };
  });
  const left = (is: boolean | undefined, note: string): Found | undefined => (is ? { note } : undefined);
  return [
    {
      kind: "cluster",
      id: `${id}/clusters/${cluster}`,
      look: async () => {
        const answer = await ask<{ clusters?: { cluster_name: string }[] }>("/api/2.1/clusters/list?page_size=100");
        return left(
          answer?.clusters?.some((c) => c.cluster_name === cluster),
          "is billed while it runs: run lab destroy again",
        );
      },
    },
    {
      kind: "secret scope",
      id: `${id}/scopes/${secretScope}`,
      look: async () => {
        const answer = await ask<{ scopes?: { name: string }[] }>("/api/2.0/secrets/scopes/list");
        return left(
          answer?.scopes?.some((s) => s.name === secretScope),
          "may hold a key: run lab destroy again",
        );
      },
    },
    {
      kind: "folder",
      id: `${id}/workspace${folderOf(config)}`,
      look: async () => {
        const path = encodeURIComponent(folderOf(config));
        const answer = await ask<object>(`/api/2.0/workspace/get-status?path=${path}`);
        return left(answer !== undefined, "holds the student's work: run lab destroy again");
      },
    },
  ];
}

/** The class's stack as its names know it. */
function classOf({ project, classStack = "" }: Seat) {
  const parts = classStack.split("/");
  return { project: parts.length === 3 ? parts[1]! : project, stack: parts.at(-1)! };
}

/** @throws LabError `cloud` where the workspace stands and gives no answer */
function asker(
  { endpoint, audience = endpoint, credential }: AzureSession,
  address: () => Promise<{ resourceId: string; host: string } | undefined>,
): Ask {
  const endpoints = { resourceManager: endpoint, audience, authority: endpoint, custom: false };
  const signedIn = sessionOf(endpoints, credential, REAL);
  return async <T>(path: string) => {
    const at = await address();
    if (!at) return undefined;
    const cure = "run it again once the workspace answers";
    const answer = await askWorkspace(signedIn, at, "GET", path).catch((cause: unknown) => {
      throw new LabError("cloud", `${at.host} did not answer: ${messageOf(cause)}`, { cure, cause });
    });
    if (answer.ok) return (await answer.json()) as T;
    if (answer.status === 404) return undefined;
    throw new LabError("cloud", `${at.host} answered HTTP ${answer.status}: ${(await answer.text()).slice(0, 200)}`, {
      cure,
    });
  };
}
