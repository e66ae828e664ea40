import { placeOf } from "../../../infra/azure/arm-id";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/** Whether the existing workspace is one that the lab can work with. */
export const existingWorkspace: Rule = {
  name: "existing-workspace",
  part: "existing workspace",
  async check({ config, azure }) {
    const id = config.existing?.workspaceId ?? "";
    const { name } = placeOf(id);
    const workspace = await azure.workspaceAt(id);
    if (!workspace)
      return problem("refused", {
        code: "ResourceNotFound",
        message: `there is no workspace ${name}`,
        cure: "correct rai-lab:existing.workspaceId: az databricks workspace list --query [].id",
        evidence: `asked for ${id}`,
      });
    const { computeMode, provisioningState = "" } = workspace;
    const evidence = `${id}: ${computeMode}, ${provisioningState}`;
    if (computeMode !== "Hybrid")
      return problem("refused", {
        code: "FeatureNotSupportedForServerlessWorkspace",
        message: `the workspace ${name} is ${computeMode}: it cannot run the lab's cluster`,
        cure: "name a workspace with compute mode Hybrid",
        evidence,
      });
    if (provisioningState !== "Succeeded")
      return problem("refused", {
        code: "ApplianceBeingProvisioned",
        message: `the workspace ${name} is not ready: ${provisioningState}`,
        cure: "wait until it is, or name another one",
        evidence,
      });
    return ok(`the workspace ${name} exists, and can run the lab's cluster`, evidence);
  },
};
