import * as pulumi from "@pulumi/pulumi";
import { sameId } from "../../azure/arm-id";
import { isGone, provesAbsent } from "../../azure/gone";
import { readJsonAnswer } from "../../azure/json-answer";
import { DATABRICKS_WORKSPACE } from "../../azure/resource-types";
import { describeFailure, type Session, signIn } from "../../azure/session";
import { createLabError, messageOf } from "../../serialisable-error";
import {
  clustersNamed,
  errorCodeOf,
  policyNamed,
  requestWorkspaceWithRetry,
  type WorkspaceAddress,
} from "../../azure/workspace-api";
import { type ArgsOf, noopUpdate, replaceWhenChanged } from "./index";
import { isMarked, refuseTakenNames, type WorkspaceNames } from "./taken-names";

/** What one stack has in a workspace that is not its own. */
export interface SeatCleanupInputs extends WorkspaceNames {
  /** ARM id of the Databricks workspace. */
  resourceId: string;
  /** Databricks' own number: another one means another workspace under the same ARM id. */
  workspaceId: string;
  /** `https://…` without a trailing slash. */
  host: string;
}

/**
 * Whether the workspace of the seat still exists. Asks Azure: a deleted workspace itself may not
 * answer.
 */
async function workspaceExists(
  session: Session,
  { resourceId, workspaceId }: SeatCleanupInputs,
): Promise<boolean> {
  const answer = await session.requestWithRetry(
    "GET",
    `${session.resourceManager}${resourceId}?api-version=${DATABRICKS_WORKSPACE.apiVersion}`,
  );
  if (await isGone(answer)) return false;
  if (!answer.ok)
    throw createLabError(
      "cloud",
      `Asking for ${resourceId} failed: ${await describeFailure(answer)}`,
    );
  const { properties } = await readJsonAnswer<{ properties?: { workspaceId?: string } }>(answer);
  return properties?.workspaceId === workspaceId;
}

/**
 * One call of the workspace's API; undefined when the target does not exist.
 * @throws LabError `cloud`
 */
async function callWorkspace(
  session: Session,
  address: WorkspaceAddress,
  path: string,
  body?: object,
): Promise<Response | undefined> {
  const what = `Taking a seat out of ${address.host} failed at ${path}`;
  const cure =
    "Run the destroy again once the workspace answers; if it never will, destroy the class stack first.";
  const answer = await requestWorkspaceWithRetry(
    session,
    address,
    body ? "POST" : "GET",
    path,
    body,
  ).catch((cause: unknown) => {
    throw createLabError("cloud", `${what}: ${messageOf(cause)}`, {
      where: address.resourceId,
      cure,
      cause,
    });
  });
  if (answer.ok) return answer;
  if (provesAbsent(answer.status, await errorCodeOf(answer))) return undefined;
  throw createLabError("cloud", `${what}: ${await describeFailure(answer)}`, {
    where: address.resourceId,
    cure,
  });
}

/**
 * Deletes everything of a stack from a workspace that is not its own: cluster, secret scope, the
 * folder with the student's work, and its cluster policy. In a workspace that existed before, the
 * project's folder goes with the last stack in it. A workspace that no longer exists needs no cleanup.
 * @throws LabError `cloud` | `sign-in`
 */
export async function removeSeat(session: Session, seat: SeatCleanupInputs): Promise<void> {
  if (!(await workspaceExists(session, seat))) return;
  const address = { resourceId: seat.resourceId, host: seat.host };
  const get = async (path: string): Promise<unknown> => {
    const answer = await callWorkspace(session, address, path);
    return answer && readJsonAnswer(answer);
  };
  const clusters = await clustersNamed(get, seat.clusterName);
  for (const { cluster_id } of clusters.filter((cluster) => isMarked(cluster, seat.mark)))
    await callWorkspace(session, address, "/api/2.1/clusters/permanent-delete", { cluster_id });
  await callWorkspace(session, address, "/api/2.0/secrets/scopes/delete", {
    scope: seat.scopeName,
  });
  await callWorkspace(session, address, "/api/2.0/workspace/delete", {
    path: seat.folder,
    recursive: true,
  });
  const policy =
    seat.policyName === undefined ? undefined : await policyNamed(get, seat.policyName);
  if (policy && policy.description === seat.mark)
    await callWorkspace(session, address, "/api/2.0/policies/clusters/delete", {
      policy_id: policy.policy_id,
    });
  if (seat.mark === undefined) return;
  const parent = seat.folder.slice(0, seat.folder.lastIndexOf("/"));
  const list = `/api/2.0/workspace/list?path=${encodeURIComponent(parent)}`;
  const contents = (await get(list)) as { objects?: unknown[] } | undefined;
  if (contents && (contents.objects ?? []).length === 0)
    await callWorkspace(session, address, "/api/2.0/workspace/delete", { path: parent });
}

const provider: pulumi.dynamic.ResourceProvider<SeatCleanupInputs, SeatCleanupInputs> = {
  create: async (inputs) => {
    const { mark } = inputs;
    if (mark !== undefined) await refuseTakenNames(await signIn(), { ...inputs, mark });
    return { id: `${inputs.resourceId}${inputs.folder}`, outs: inputs };
  },
  // When the workspace is gone, a refresh drops this resource, and with it everything that is
  // `deletedWith` it.
  read: async (id, seat) =>
    seat && (await workspaceExists(await signIn(), seat)) ? { id, props: seat } : { id: undefined },
  // Another spelling of the same id must not delete a student's work.
  diff: (id, olds, news) =>
    replaceWhenChanged<SeatCleanupInputs>(
      "resourceId",
      "workspaceId",
      "host",
      "clusterName",
      "scopeName",
      "folder",
      "policyName",
      "mark",
    )(id, olds, {
      ...news,
      resourceId: sameId(olds.resourceId, news.resourceId) ? olds.resourceId : news.resourceId,
    }),
  update: noopUpdate,
  delete: async (_id, seat) => removeSeat(await signIn(), seat),
};

/**
 * Deletes the stack, when it is deleted itself, from a workspace that is not the stack's. All
 * resources of the stack in it are `deletedWith` it: their own deletes would hang when another stack
 * has deleted the workspace. In a workspace that existed before, its creation claims the names.
 */
export class SeatCleanup extends pulumi.dynamic.Resource {
  declare readonly resourceId: pulumi.Output<string>;
  declare readonly workspaceId: pulumi.Output<string>;
  declare readonly host: pulumi.Output<string>;

  constructor(name: string, args: ArgsOf<SeatCleanupInputs>, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, args, opts, "rai-lab", "Removal");
  }
}
