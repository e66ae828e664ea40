/** Names that somebody else has in a workspace that existed before the stack. */
import { provesAbsent } from "../../azure/gone";
import { readJsonAnswer } from "../../azure/json-answer";
import { describeFailure, type Session } from "../../azure/session";
import {
  type Cluster,
  clustersNamed,
  errorCodeOf,
  hasScope,
  policyNamed,
  requestWorkspaceWithRetry,
  statusPath,
  type WorkspaceAddress,
} from "../../azure/workspace-api";
import { nameStack } from "../../names/tags";
import { createLabError } from "../../serialisable-error";

/** The names of what one stack has in a workspace that is not its own. */
export interface WorkspaceNames {
  clusterName: string;
  scopeName: string;
  /** Workspace path. */
  folder: string;
  /** Of a stack that makes a cluster policy itself. */
  policyName?: string | undefined;
  /**
   * `PROJECT/STACK`, in a workspace that existed before any stack. What has these names must then
   * also bear this mark: anything else is somebody else's, and stays.
   */
  mark?: string | undefined;
}

/** Whether a cluster is the stack's own: without a mark its name says so. */
export const isMarked = ({ custom_tags }: Pick<Cluster, "custom_tags">, mark?: string): boolean =>
  mark === undefined || nameStack(custom_tags, mark);

/**
 * What somebody else has under the names of a stack, in words; empty when there is nothing. A secret
 * scope and a folder bear no mark: they are the stack's own beside a cluster that does.
 * @param get as in `allClusters`
 */
export async function takenNames(
  get: (path: string) => Promise<unknown>,
  { clusterName, scopeName, folder, policyName, mark }: WorkspaceNames,
): Promise<string[]> {
  const taken: string[] = [];
  const clusters = await clustersNamed(get, clusterName);
  if (clusters.some((cluster) => !isMarked(cluster, mark))) taken.push(`cluster ${clusterName}`);
  const policy = policyName === undefined ? undefined : await policyNamed(get, policyName);
  if (policy && policy.description !== mark) taken.push(`cluster policy ${policy.name}`);
  if (clusters.some((cluster) => isMarked(cluster, mark))) return taken;
  if (await hasScope(get, scopeName)) taken.push(`secret scope ${scopeName}`);
  if ((await get(statusPath(folder))) !== undefined) taken.push(`folder ${folder}`);
  return taken;
}

/**
 * Refuses names that are somebody else's.
 * @throws LabError `exists` | `cloud` | `sign-in`
 */
export async function refuseTakenNames(
  session: Session,
  names: WorkspaceNames & WorkspaceAddress & { mark: string },
): Promise<void> {
  const { host, resourceId, mark } = names;
  const get = async (path: string): Promise<unknown> => {
    const answer = await requestWorkspaceWithRetry(session, names, "GET", path);
    if (answer.ok) return readJsonAnswer(answer);
    if (provesAbsent(answer.status, await errorCodeOf(answer))) return undefined;
    throw createLabError("cloud", `Reading ${host} failed: ${await describeFailure(answer)}`, {
      where: resourceId,
    });
  };
  const taken = await takenNames(get, names);
  if (taken.length === 0) return;
  throw createLabError("exists", `${host} has ${taken.join(", ")}, not made by stack ${mark}`, {
    where: resourceId,
    cure: "Use another stack name, or delete by hand what is left over from this one.",
  });
}
