import * as pulumi from "@pulumi/pulumi";
import { provesAbsent } from "../../azure/gone";
import { readJsonAnswer } from "../../azure/json-answer";
import { describeFailure, type Session, signIn } from "../../azure/session";
import { createLabError } from "../../serialisable-error";
import { errorCodeOf, requestWorkspaceWithRetry, statusPath } from "../../azure/workspace-api";
import { type ArgsOf, noopUpdate, replaceWhenChanged } from "./index";

/** The inputs of a `Clone`, in plain values. */
export interface CloneInputs {
  /** ARM id of the Databricks workspace. */
  workspaceId: string;
  /** `https://…` without a trailing slash. */
  host: string;
  /** Workspace path of the original. */
  from: string;
  /** Workspace path of the clone; its folder must exist. */
  to: string;
}

/**
 * Copies a notebook, unless something exists at the target: a student's work is never overwritten,
 * not even when the stack's state was lost.
 * @throws LabError `cloud` | `sign-in`
 */
export async function cloneNotebook(
  session: Session,
  { workspaceId, host, from, to }: CloneInputs,
): Promise<void> {
  const address = { resourceId: workspaceId, host };
  const exportPath = `/api/2.0/workspace/export?path=${encodeURIComponent(from)}&format=SOURCE`;
  const original = await requestWorkspaceWithRetry(session, address, "GET", exportPath);
  if (!original.ok)
    throw createLabError("cloud", `Reading ${from} failed: ${await describeFailure(original)}`, {
      where: host,
    });
  const { content } = await readJsonAnswer<{ content: string }>(original);
  const notebook = { path: to, format: "SOURCE", language: "PYTHON", content, overwrite: false };
  const answer = await requestWorkspaceWithRetry(
    session,
    address,
    "POST",
    "/api/2.0/workspace/import",
    notebook,
  );
  if (answer.ok || (await errorCodeOf(answer)) === "RESOURCE_ALREADY_EXISTS") return;
  throw createLabError(
    "cloud",
    `Cloning ${from} to ${to} failed: ${await describeFailure(answer)}`,
    {
      where: host,
    },
  );
}

/** Whether a notebook exists at the target, changed or not. @throws LabError `cloud` | `sign-in` */
export async function hasClone(
  session: Session,
  { workspaceId, host, to }: CloneInputs,
): Promise<boolean> {
  const answer = await requestWorkspaceWithRetry(
    session,
    { resourceId: workspaceId, host },
    "GET",
    statusPath(to),
  );
  if (answer.ok) return true;
  if (provesAbsent(answer.status, await errorCodeOf(answer))) return false;
  throw createLabError("cloud", `Looking for ${to} failed: ${await describeFailure(answer)}`, {
    where: host,
  });
}

const provider: pulumi.dynamic.ResourceProvider<CloneInputs, CloneInputs> = {
  create: async (inputs) => {
    await cloneNotebook(await signIn(), inputs);
    return { id: inputs.to, outs: inputs };
  },
  // A refresh drops a deleted clone, so that the next `up` creates it again.
  read: async (id, clone) =>
    clone && (await hasClone(await signIn(), clone)) ? { id, props: clone } : { id: undefined },
  diff: replaceWhenChanged<CloneInputs>("workspaceId", "host", "to"),
  update: noopUpdate,
};

/**
 * A student's own copy of a notebook. It is created once, and no later `up` changes it. It is
 * deleted with its folder.
 */
export class Clone extends pulumi.dynamic.Resource {
  /** Workspace path of the clone. */
  declare readonly to: pulumi.Output<string>;

  constructor(name: string, args: ArgsOf<CloneInputs>, opts?: pulumi.CustomResourceOptions) {
    super(provider, name, args, opts, "rai-lab", "Clone");
  }
}
