import { DATABRICKS_AUDIENCE } from "./resource-types";
import type { Session } from "./session";

/** One Databricks workspace, as calls to it need it. */
export interface WorkspaceAddress {
  /** ARM id. */
  resourceId: string;
  /** `https://…` without a trailing slash. */
  host: string;
}

/**
 * One try of one call of a workspace's own API, `path` from `/api` on. Whoever may manage the workspace in Azure is let in (and
 * made its admin) by the two extra headers, without being a member.
 */
export async function requestWorkspace(
  session: Session,
  { resourceId, host }: WorkspaceAddress,
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<Response> {
  const headers = {
    Authorization: `Bearer ${await session.token(DATABRICKS_AUDIENCE)}`,
    "X-Databricks-Azure-SP-Management-Token": await session.token(),
    "X-Databricks-Azure-Workspace-Resource-Id": resourceId,
  };
  return session.request(method, `${host}${path}`, headers, body);
}

/** What Databricks' own SDKs try again: every 429 and every 503. */
const RETRYABLE_STATUS = [429, 503];

/** As `requestWorkspace`, and again while the workspace is too busy or the connection is lost. @throws LabError `cloud` */
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

/** The code in a workspace's error body, or an empty text. The body can be read again afterwards. */
export async function errorCodeOf(answer: Response): Promise<string> {
  try {
    const { error_code: code } = (await answer.clone().json()) as { error_code?: string };
    return code ?? "";
  } catch {
    return "";
  }
}

/** The part of a cluster's description that all who look for one read. */
export interface Cluster {
  cluster_id: string;
  cluster_name: string;
  state: string;
  state_message?: string;
  termination_reason?: { type: string };
}

/** Pages of clusters that are read: 100 each, far above what one workspace may hold. */
const MAX_PAGES = 50;

/**
 * Every cluster of that name: a workspace takes a name twice. `get` asks the workspace for one path, and gives nothing
 * where the workspace is gone.
 */
export async function clustersNamed(
  get: (path: string) => Promise<unknown>,
  name: string,
): Promise<Cluster[]> {
  const named: Cluster[] = [];
  let page = "";
  for (let k = 0; k < MAX_PAGES; k++) {
    const answer = (await get(`/api/2.1/clusters/list?page_size=100${page}`)) as
      { clusters?: Cluster[]; next_page_token?: string } | undefined;
    named.push(...(answer?.clusters ?? []).filter(({ cluster_name }) => cluster_name === name));
    if (!answer?.next_page_token) break;
    page = `&page_token=${encodeURIComponent(answer.next_page_token)}`;
  }
  return named;
}
