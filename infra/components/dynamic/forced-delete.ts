import * as pulumi from "@pulumi/pulumi";
import { isGone } from "../../azure/gone";
import { DATABRICKS_WORKSPACE } from "../../azure/resource-types";
import { describeFailure, type Session, signIn } from "../../azure/session";
import { createLabError } from "../../serialisable-error";
import { type ArgsOf, noopUpdate, replaceWhenChanged } from "./index";

/** The inputs of a `ForcedDelete`, in plain values. */
export interface ForcedDeleteInputs {
  /** ARM id of the Databricks workspace. */
  workspaceId: string;
}

/**
 * Deletes a workspace together with its Unity Catalog storage. An ordinary delete leaves that
 * storage behind, in a resource group that costs money. A missing workspace is no error.
 * @throws LabError `cloud` | `sign-in`
 */
export const deleteWorkspace = (
  session: Session,
  { workspaceId }: ForcedDeleteInputs,
): Promise<void> =>
  deleteForGood(session, workspaceId, {
    "api-version": DATABRICKS_WORKSPACE.apiVersion,
    forceDeletion: "true",
  });

/**
 * Deletes one resource with the query that makes its service delete it for good. A missing resource
 * is no error.
 * @throws LabError `cloud` | `sign-in`
 */
export async function deleteForGood(
  session: Session,
  id: string,
  query: Record<string, string>,
): Promise<void> {
  const what = `Deleting ${id}`;
  const parameters = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  const url = `${session.resourceManager}${id}?${parameters.join("&")}`;
  const answer = await session.requestWithRetry("DELETE", url);
  if (await isGone(answer)) return;
  if (!answer.ok)
    throw createLabError("cloud", `${what} failed: ${await describeFailure(answer)}`, {
      where: id,
    });
  await session.pollUntilDone(answer, what);
}

const provider: pulumi.dynamic.ResourceProvider<ForcedDeleteInputs, ForcedDeleteInputs> = {
  create: (inputs) => Promise.resolve({ id: `${inputs.workspaceId}/forced-delete`, outs: inputs }),
  diff: replaceWhenChanged<ForcedDeleteInputs>("workspaceId"),
  update: noopUpdate,
  delete: async (_id, workspace) => deleteWorkspace(await signIn(), workspace),
};

/**
 * Does nothing until it is deleted, and then deletes the workspace by force. It depends on the
 * workspace, so it is deleted first; the workspace's own delete then finds nothing. Never remove or
 * rename it in a program that keeps its workspace: deleting this resource deletes the workspace.
 */
export class ForcedDelete extends pulumi.dynamic.Resource {
  declare readonly workspaceId: pulumi.Output<string>;

  constructor(name: string, args: ArgsOf<ForcedDeleteInputs>, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, args, opts, "rai-lab", "ForcedDelete");
  }
}
