import { resourceRule } from "../rule";
import { flag } from "../settings";
import { WORKSPACE } from "../types";
import { at } from "../value";

/** Absent means true since API version 2026-01-01, so only an explicit false opens a workspace. */
export const workspacePublicIp = resourceRule({
  name: "workspace-public-ip",
  description: "The machines of a workspace have no public addresses.",
  cure: "Set rai-lab:databricks noPublicIp to true.",
  severity: "high",
  on: [WORKSPACE],
  settings: { allowed: flag(false, "Whether machines may have public addresses.") },
  check: ({ props }, { allowed }) =>
    !allowed && at(props, "parameters.enableNoPublicIp.value") === false
      ? ["its clusters get public addresses"]
      : [],
});
