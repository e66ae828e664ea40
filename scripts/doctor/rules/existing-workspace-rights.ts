import { placeOf } from "../../../infra/azure/arm-id";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/**
 * Whether the existing workspace answers, and the user is one of its admins: only these add users and
 * grant permissions in folders of others.
 */
export const existingWorkspaceRights: Rule = {
  name: "existing-workspace-rights",
  part: "existing workspace",
  async check({ config, azure }) {
    const id = config.existing?.workspaceId ?? "";
    const { name } = placeOf(id);
    const caller = await azure.callerAt(id);
    if (!caller)
      return problem("unknown", {
        code: "NoAnswer",
        message: `what you may do in the workspace ${name} cannot be asked: it does not exist`,
        cure: "correct rai-lab:existing.workspaceId",
        evidence: `asked for ${id}`,
      });
    const groups = caller.groups?.flatMap(({ display }) => display ?? []) ?? [];
    const rights = caller.entitlements?.flatMap(({ value }) => value ?? []) ?? [];
    const evidence = `${name} knows you as ${caller.userName ?? "nobody"}: groups ${groups.join(", ") || "none"}, entitlements ${rights.join(", ") || "none"}`;
    if (groups.includes("admins")) return ok(`you are an admin of the workspace ${name}`, evidence);
    const can = rights.includes("allow-cluster-create")
      ? "create clusters, but not"
      : "neither create clusters nor";
    return problem("refused", {
      code: "PERMISSION_DENIED",
      message: `you may ${can} add users in the workspace ${name}`,
      cure: "ask an admin of the workspace to add you to its group admins",
      evidence,
    });
  },
};
