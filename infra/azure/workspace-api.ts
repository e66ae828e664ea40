import { DATABRICKS_AUDIENCE } from "./resource-types";
import type { Session } from "./session";

/** Where a Databricks workspace is: what a call to its API needs. */
export interface WorkspaceAddress {
  /** ARM id. */
  resourceId: string;
  /** `https://…` without a trailing slash. */
  host: string;
}

/**
 * Sends one request to a workspace's own API; `path` starts with `/api`. With the two extra headers
 * Databricks accepts an identity that may manage the workspace in Azure, and makes it an admin,
 * even if it is no user of the workspace.
 */
export async function requestWorkspace(
  session: Session,
  { resourceId, host }: WorkspaceAddress,
  method: "GET" | "POST" | "PUT" | "PATCH",
  path: string,
  body?: object,
): Promise<Response> {
  return session.withFreshTokens(async () => {
    const headers = {
      Authorization: `Bearer ${await session.token(DATABRICKS_AUDIENCE)}`,
      "X-Databricks-Azure-SP-Management-Token": await session.token(),
      "X-Databricks-Azure-Workspace-Resource-Id": resourceId,
    };
    return session.request(method, `${host}${path}`, headers, body);
  });
}

/** What Databricks' own SDKs try again: every 429 and every 503. */
const RETRYABLE_STATUS = [429, 503];

/**
 * As `requestWorkspace`, repeated while the workspace is busy or the connection is lost.
 * @throws LabError `cloud`
 */
export const requestWorkspaceWithRetry: typeof requestWorkspace = (
  session,
  address,
  method,
  path,
  body,
) =>
  session.withRetry(`${method} ${address.host}${path}`, RETRYABLE_STATUS, () =>
    requestWorkspace(session, address, method, path, body),
  );

/** The code in a workspace's error body, or an empty text. The body can be read again. */
export async function errorCodeOf(answer: Response): Promise<string> {
  try {
    const { error_code: code } = (await answer.clone().json()) as { error_code?: string };
    return code ?? "";
  } catch {
    return "";
  }
}

/** The part of a cluster's description that is used here. */
export interface Cluster {
  cluster_id: string;
  cluster_name: string;
  creator_user_name?: string;
  state: string;
  state_message?: string;
  termination_reason?: { type: string };
  custom_tags?: Record<string, string>;
}

/** The part of a cluster policy's description that is used here. */
export interface ClusterPolicy {
  policy_id: string;
  name: string;
  description?: string;
}

/** Pages of 100 clusters that are read: far more clusters than one workspace may have. */
const MAX_PAGES = 50;

/** The cluster policy of that name, which is unique in a workspace. `get` as in `allClusters`. */
export async function policyNamed(
  get: (path: string) => Promise<unknown>,
  name: string,
): Promise<ClusterPolicy | undefined> {
  const answer = (await get("/api/2.0/policies/clusters/list")) as
    { policies?: ClusterPolicy[] } | undefined;
  return answer?.policies?.find((policy) => policy.name === name);
}

/** The names of a workspace's secret scopes. `get` as in `allClusters`. */
export async function allScopes(get: (path: string) => Promise<unknown>): Promise<string[]> {
  const answer = (await get("/api/2.0/secrets/scopes/list")) as
    { scopes?: { name: string }[] } | undefined;
  return answer?.scopes?.map(({ name }) => name) ?? [];
}

/** Whether a workspace has a secret scope of this name. `get` as in `allClusters`. */
export const hasScope = async (
  get: (path: string) => Promise<unknown>,
  name: string,
): Promise<boolean> => (await allScopes(get)).includes(name);

/** The path of the workspace's API that says what is at a path of the workspace. */
export const statusPath = (path: string): string =>
  `/api/2.0/workspace/get-status?path=${encodeURIComponent(path)}`;

/**
 * Every cluster of a workspace. `get` reads one path of the workspace's API, and returns undefined
 * when the workspace does not exist.
 */
export async function allClusters(get: (path: string) => Promise<unknown>): Promise<Cluster[]> {
  const all: Cluster[] = [];
  let page = "";
  for (let count = 0; count < MAX_PAGES; count++) {
    const answer = (await get(`/api/2.1/clusters/list?page_size=100${page}`)) as
      { clusters?: Cluster[]; next_page_token?: string } | undefined;
    all.push(...(answer?.clusters ?? []));
    if (!answer?.next_page_token) break;
    page = `&page_token=${encodeURIComponent(answer.next_page_token)}`;
  }
  return all;
}

/** Every cluster of that name: names are not unique in a workspace. `get` as in `allClusters`. */
export const clustersNamed = async (
  get: (path: string) => Promise<unknown>,
  name: string,
): Promise<Cluster[]> =>
  (await allClusters(get)).filter(({ cluster_name }) => cluster_name === name);
