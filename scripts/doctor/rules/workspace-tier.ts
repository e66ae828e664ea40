import { placeOf } from "../../../infra/azure/arm-id";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/**
 * Whether the existing workspace has access control, which the Standard tier lacks. Databricks makes
 * no new Standard workspaces since 2026-04-01, and moved the others to Premium on 2026-10-01.
 */
export const workspaceTier: Rule = {
  name: "workspace-tier",
  part: "existing workspace",
  async check({ config, azure }) {
    const id = config.existing?.workspaceId ?? "";
    const { name } = placeOf(id);
    const workspace = await azure.workspaceAt(id);
    const tier = workspace?.sku?.name;
    const evidence = `${id}: ${tier ?? "no tier"}`;
    if (tier === undefined)
      return problem("unknown", {
        code: "NoAnswer",
        message: `the tier of the workspace ${name} cannot be asked: it does not exist`,
        cure: "correct rai-lab:existing.workspaceId",
        evidence,
      });
    if (tier.toLowerCase() !== "standard")
      return ok(`the workspace ${name} is ${tier}: it has access control`, evidence);
    return problem("refused", {
      code: "FEATURE_DISABLED",
      message: `the workspace ${name} is ${tier}: only a premium one has permissions on clusters and secrets`,
      cure: "ask its owner to upgrade it, or name another one",
      evidence,
    });
  },
};
