import { placeOf } from "../../../infra/azure/arm-id";
import { deploymentOf } from "../../../infra/names/physical-names";
import { ok, problem } from "../finding";
import type { Rule } from "../rule";

/**
 * Azure's limit of deployments in an account.
 * https://learn.microsoft.com/azure/ai-services/openai/quotas-limits
 */
export const DEPLOYMENTS_PER_ACCOUNT = 32;

/** Whether the existing account takes as many more deployments as the lab makes. */
export const deploymentCap: Rule = {
  name: "deployment-cap",
  part: "existing account",
  async check({ config: { existing, deploymentName, seats }, azure }) {
    const id = existing?.openaiAccountId ?? "";
    const { name: account } = placeOf(id);
    const present = (await azure.deploymentsAt(id)).map(({ name = "" }) => name.toLowerCase());
    const wanted = seats?.map((seat) => deploymentOf(deploymentName, seat)) ?? [deploymentName];
    const need = wanted.filter((name) => !present.includes(name.toLowerCase())).length;
    const free = DEPLOYMENTS_PER_ACCOUNT - present.length;
    const evidence = `deployments of ${account}: ${present.length} of ${DEPLOYMENTS_PER_ACCOUNT}, ${need} more needed`;
    if (need <= free)
      return ok(`the account ${account} takes ${free} more deployments, ${need} needed`, evidence);
    return problem("refused", {
      code: "DeploymentLimit",
      message: `the account ${account} takes ${free} more deployments, and ${need} are needed`,
      cure: "ask its owner to delete deployments that are not needed, or name fewer rai-lab:seats",
      evidence,
    });
  },
};
