import { placeOf, sameId } from "../../../infra/azure/arm-id";
import { provesAbsent } from "../../../infra/azure/gone";
import { createSession, type Session } from "../../../infra/azure/session";
import { readJsonAnswer } from "../../../infra/azure/json-answer";
import { REAL_TRANSPORT } from "../../../infra/azure/endpoints";
import type { LabConfig } from "../../../infra/config";
import { LabError, messageOf } from "../../../infra/errors";
import { namesOf } from "../../../infra/names/physical-names";
import {
  errorCodeOf,
  requestWorkspace,
  type WorkspaceAddress,
} from "../../../infra/azure/workspace-api";
import { ignoreNotFound } from "./answers";
import { type AzureClients, azureClients } from "./clients";
import type { AzureSession } from "./session";

/**
 * What a stack's resource names are derived from. A stack with `classStack` works in its class's
 * workspace; `existing` says what existed before the stack, or before its class.
 */
export type StackIdentity = Pick<LabConfig, "project" | "stack"> &
  Partial<Pick<LabConfig, "classStack" | "existing">>;

/** An existing workspace and its API. */
export interface Workspace extends WorkspaceAddress {
  /** Resolves with undefined when there is no such object. @throws LabError `cloud` | `sign-in` */
  readonly get: <T>(path: string) => Promise<T | undefined>;
  /** As `get`, for what is asked with a body. @throws LabError `cloud` | `sign-in` */
  readonly ask: <T>(path: string, body: object) => Promise<T | undefined>;
  /** Succeeds also when the object does not exist. @throws LabError `cloud` | `sign-in` */
  readonly post: (path: string, body: object) => Promise<void>;
  /** As `ask`, for what replaces a whole object. @throws LabError `cloud` | `sign-in` */
  readonly put: <T>(path: string, body: object) => Promise<T | undefined>;
  /** As `post`. @throws LabError `cloud` | `sign-in` */
  readonly patch: (path: string, body: object) => Promise<void>;
}

/** ARM id of the workspace that a stack works in: the existing one, or derived from names alone. */
export function workspaceIdOf(identity: StackIdentity, subscriptionId: string): string {
  if (identity.existing?.workspaceId !== undefined) return identity.existing.workspaceId;
  const { resourceGroup, databricksWorkspace } = ownerNames(identity, subscriptionId);
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Databricks/workspaces/${databricksWorkspace}`;
}

/** ARM id of the account that a stack's deployment is in; as `workspaceIdOf`. */
export function accountIdOf(identity: StackIdentity, subscriptionId: string): string {
  if (identity.existing?.openaiAccountId !== undefined) return identity.existing.openaiAccountId;
  const { resourceGroup, openaiAccount } = ownerNames(identity, subscriptionId);
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.CognitiveServices/accounts/${openaiAccount}`;
}

/**
 * Opens the workspace that a stack works in; undefined when it does not exist.
 * @throws RestError of Azure's client
 */
export const openWorkspace = (
  identity: StackIdentity,
  session: AzureSession,
  clients?: Pick<AzureClients, "databricks">,
): Promise<Workspace | undefined> =>
  openWorkspaceAt(workspaceIdOf(identity, session.subscriptionId), session, clients);

/** As `openWorkspace`, for the workspace with this ARM id. */
export async function openWorkspaceAt(
  resourceId: string,
  session: AzureSession,
  clients?: Pick<AzureClients, "databricks">,
): Promise<Workspace | undefined> {
  const { subscriptionId, resourceGroup, name } = placeOf(resourceId);
  const isHere = sameId(subscriptionId, session.subscriptionId);
  const { databricks } = clients && isHere ? clients : azureClients({ ...session, subscriptionId });
  const workspace = await ignoreNotFound(databricks.workspaces.get(resourceGroup, name));
  if (workspace?.workspaceUrl === undefined) return undefined;
  return connectTo(session, { resourceId, host: `https://${workspace.workspaceUrl}` });
}

/**
 * Resource names of the stack that owns the account and the workspace: the stack itself, or its
 * class's.
 */
export function ownerNames({ project, stack, classStack }: StackIdentity, subscriptionId: string) {
  const parts = (classStack ?? stack).split("/");
  return namesOf({
    subscriptionId,
    project: parts.length === 3 ? parts[1]! : project,
    stack: parts.at(-1)!,
  });
}

/** The same sign-in, for the calls that the program's dynamic resources make. */
export function armSession({
  endpoint,
  audience = endpoint,
  credential,
  renew,
}: AzureSession): Session {
  const endpoints = { resourceManager: endpoint, audience, authority: endpoint, custom: false };
  return createSession(endpoints, credential, REAL_TRANSPORT, () => {
    renew?.();
    return credential;
  });
}

function connectTo(session: AzureSession, address: WorkspaceAddress): Workspace {
  const signedIn = armSession(session);
  const cure = "run it again once the workspace answers";
  const send = async (
    method: "GET" | "POST" | "PUT" | "PATCH",
    path: string,
    body?: object,
  ): Promise<Response | undefined> => {
    const answer = await requestWorkspace(signedIn, address, method, path, body).catch(
      (cause: unknown) => {
        if (cause instanceof LabError) throw cause;
        throw new LabError("cloud", `${address.host} did not answer: ${messageOf(cause)}`, {
          cure,
          cause,
        });
      },
    );
    if (answer.ok) return answer;
    if (provesAbsent(answer.status, await errorCodeOf(answer))) return undefined;
    const excerpt = (await answer.text()).slice(0, 200);
    throw new LabError(
      "cloud",
      `${address.host} answered ${path} with HTTP ${answer.status}: ${excerpt}`,
      { cure },
    );
  };
  return {
    ...address,
    get: async <T>(path: string) => {
      const answer = await send("GET", path);
      return answer && (readJsonAnswer(answer) as Promise<T>);
    },
    ask: async <T>(path: string, body: object) => {
      const answer = await send("POST", path, body);
      return answer && (readJsonAnswer(answer) as Promise<T>);
    },
    put: async <T>(path: string, body: object) => {
      const answer = await send("PUT", path, body);
      return answer && (readJsonAnswer(answer) as Promise<T>);
    },
    post: async (path, body) => {
      await send("POST", path, body);
    },
    patch: async (path, body) => {
      await send("PATCH", path, body);
    },
  };
}
