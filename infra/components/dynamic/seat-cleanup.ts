import * as pulumi from "@pulumi/pulumi";
import { isGone, provesAbsent } from "../../azure/gone";
import { readJsonAnswer } from "../../azure/json-answer";
import { DATABRICKS_WORKSPACE } from "../../azure/resource-types";
import { describeFailure, type Session, signIn } from "../../azure/session";
import { createLabError, messageOf } from "../../serialisable-error";
import {
  clustersNamed,
  errorCodeOf,
  requestWorkspaceWithRetry,
  type WorkspaceAddress,
} from "../../azure/workspace-api";
import { type ArgsOf, noopUpdate, replaceWhenChanged } from "./index";

/** The names of what one seat has in the class's workspace. */
export interface SeatCleanupInputs {
  /** ARM id of the Databricks workspace. */
  resourceId: string;
  /** Databricks' own number: another one means another workspace under the same ARM id. */
  workspaceId: string;
  /** `https://…` without a trailing slash. */
  host: string;
  clusterName: string;
  scopeName: string;
  /** Workspace path. */
  folder: string;
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
 * Deletes everything of a seat from the class's workspace: cluster, secret scope, and the folder
 * with the student's work. A workspace that no longer exists needs no cleanup.
 * @throws LabError `cloud` | `sign-in`
 */
export async function removeSeat(session: Session, seat: SeatCleanupInputs): Promise<void> {
  if (!(await workspaceExists(session, seat))) return;
  const address = { resourceId: seat.resourceId, host: seat.host };
  const get = async (path: string): Promise<unknown> => {
    const answer = await callWorkspace(session, address, path);
    return answer && readJsonAnswer(answer);
  };
  for (const { cluster_id } of await clustersNamed(get, seat.clusterName))
    await callWorkspace(session, address, "/api/2.1/clusters/permanent-delete", { cluster_id });
  await callWorkspace(session, address, "/api/2.0/secrets/scopes/delete", {
    scope: seat.scopeName,
  });
  await callWorkspace(session, address, "/api/2.0/workspace/delete", {
    path: seat.folder,
    recursive: true,
  });
}

const provider: pulumi.dynamic.ResourceProvider<SeatCleanupInputs, SeatCleanupInputs> = {
  create: (inputs) => Promise.resolve({ id: `${inputs.resourceId}${inputs.folder}`, outs: inputs }),
  // When the workspace is gone, a refresh drops this resource, and with it everything that is
  // `deletedWith` it.
  read: async (id, seat) =>
    seat && (await workspaceExists(await signIn(), seat)) ? { id, props: seat } : { id: undefined },
  diff: replaceWhenChanged<SeatCleanupInputs>(
    "resourceId",
    "workspaceId",
    "host",
    "clusterName",
    "scopeName",
    "folder",
  ),
  update: noopUpdate,
  delete: async (_id, seat) => removeSeat(await signIn(), seat),
};

/**
 * Does nothing until it is deleted, and then deletes the seat from the class's workspace. All
 * resources of the seat are `deletedWith` it: their own deletes would hang when another stack has
 * deleted the workspace.
 */
export class SeatCleanup extends pulumi.dynamic.Resource {
  declare readonly resourceId: pulumi.Output<string>;
  declare readonly workspaceId: pulumi.Output<string>;
  declare readonly host: pulumi.Output<string>;

  constructor(name: string, args: ArgsOf<SeatCleanupInputs>, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, args, opts, "rai-lab", "Removal");
  }
}
