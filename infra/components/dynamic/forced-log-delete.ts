import * as pulumi from "@pulumi/pulumi";
import { LOG_WORKSPACE } from "../../azure/resource-types";
import { signIn } from "../../azure/session";
import { deleteForGood } from "./forced-delete";
import { type ArgsOf, noopUpdate, replaceWhenChanged } from "./index";

/** The inputs of a `ForcedLogDelete`, in plain values. */
export interface ForcedLogDeleteInputs {
  /** ARM id of the Log Analytics workspace. */
  workspaceId: string;
}

const provider: pulumi.dynamic.ResourceProvider<ForcedLogDeleteInputs, ForcedLogDeleteInputs> = {
  create: (inputs) => Promise.resolve({ id: `${inputs.workspaceId}/forced-delete`, outs: inputs }),
  diff: replaceWhenChanged<ForcedLogDeleteInputs>("workspaceId"),
  update: noopUpdate,
  delete: async (_id, { workspaceId }) =>
    deleteForGood(await signIn(), workspaceId, {
      "api-version": LOG_WORKSPACE.apiVersion,
      force: "true",
    }),
};

/**
 * Does nothing until it is deleted, and then deletes a Log Analytics workspace for good. An ordinary
 * delete keeps its logs for 14 days: the workspace returns with them when it is created again, and
 * cannot be created in another region. The rest is as in `ForcedDelete`.
 */
export class ForcedLogDelete extends pulumi.dynamic.Resource {
  declare readonly workspaceId: pulumi.Output<string>;

  constructor(
    name: string,
    args: ArgsOf<ForcedLogDeleteInputs>,
    opts?: pulumi.CustomResourceOptions,
  ) {
    super(provider, name, args, opts, "rai-lab", "ForcedLogDelete");
  }
}
