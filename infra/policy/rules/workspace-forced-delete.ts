import { stackRule } from "../rule";
import { FORCED_DELETE, WORKSPACE } from "../types";

/** Workspaces that no ForcedDelete depends on. */
export const workspaceForcedDelete = stackRule({
  name: "workspace-forced-delete",
  description:
    "A workspace is deleted with its storage: else that stays behind in a group that costs money.",
  cure: "Make a ForcedDelete with the workspace's id.",
  severity: "medium",
  checkStack(resources) {
    const forced = new Set(
      resources.filter(({ type }) => type === FORCED_DELETE).flatMap((r) => r.dependencies),
    );
    return resources
      .filter(({ type, urn }) => type === WORKSPACE && !forced.has(urn))
      .map(({ urn }) => ({ urn, message: "no ForcedDelete goes before its delete" }));
  },
});
