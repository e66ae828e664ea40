import { workspaceIdOf } from "../../lib/azure/workspace";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/**
 * Whether the group that Databricks makes for a new workspace does not exist yet. It outlives a
 * workspace whose deletion was not forced, and Databricks creates no workspace onto it.
 */
export const managedGroup: Rule = {
  name: "managed-group",
  part: "group",
  async check({ config, names, azure, recover, isOwn }) {
    const { managedResourceGroup: name } = names;
    if (config.existing?.workspaceId !== undefined)
      return ok("the existing workspace has a group of its own", "rai-lab:existing.workspaceId");
    const group = await azure.groupNamed(name);
    const evidence = `asked for the group ${name}`;
    if (!group) return ok(`no group ${name} is in the way of the workspace`, evidence);
    const { subscriptionId } = azure;
    if (await azure.workspaceAt(workspaceIdOf(config, subscriptionId)))
      return ok(`the group ${name} belongs to this stack's workspace`, evidence);
    const { tags, managedBy } = group;
    return problem("refused", {
      code: "ApplianceProvisioningFailed",
      message: `the managed group ${name} exists without its workspace: Databricks creates no workspace onto it`,
      cure: isOwn({ tags, managedBy })
        ? `${recover} deletes it`
        : `it has no tags of this stack: look at what it holds, then az group delete --name ${name}`,
      evidence: `${evidence}: ${group.id ?? name}`,
    });
  },
};
