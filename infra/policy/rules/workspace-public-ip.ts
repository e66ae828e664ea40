import { resourceRule } from "../rule";
import { flagSetting } from "../settings";
import { WORKSPACE } from "../types";
import { valueAt } from "../value";

/**
 * Workspaces whose clusters get public addresses. Since API version 2026-01-01 an absent setting
 * means true: only an explicit false opens a workspace.
 */
export const workspacePublicIp = resourceRule({
  name: "workspace-public-ip",
  description: "The machines of a workspace have no public addresses.",
  cure: "Set rai-lab:databricks noPublicIp to true.",
  severity: "high",
  appliesTo: [WORKSPACE],
  settings: { allowed: flagSetting(false, "Whether machines may have public addresses.") },
  *check({ props }, { allowed }) {
    if (!allowed && valueAt(props, "parameters.enableNoPublicIp.value") === false)
      yield "its clusters get public addresses";
  },
});
