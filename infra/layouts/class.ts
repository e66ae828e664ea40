import * as pulumi from "@pulumi/pulumi";
import { Grants } from "../components/grants";
import { Lock } from "../components/lock";
import type { LabConfig } from "../config";
import type { ClassOutputs, Pending } from "../outputs";
import { classReadmeOf } from "../readme";
import { buildShared } from "./shared";
import { readStackContext } from "./stack-context";
import { tagsOf } from "../names/tags";

/**
 * Builds what a class shares: the account with its deployments, and the workspace. Each seat is
 * another stack.
 */
export async function classStack(config: LabConfig): Promise<Pending<ClassOutputs>> {
  const context = await readStackContext(config);
  const shared = buildShared(config, context);
  const { inGroup, inWorkspace, accountId, account, policyId } = shared;
  const { deployment, seatDeployments } = shared;
  // In an account that existed before, the deployer has their rights already.
  if (config.openai.auth === "entra" && !config.existing?.openaiAccountId) {
    const principals = { deployer: context.deployer };
    inGroup.push(
      new Grants("grants", {
        subscriptionId: context.subscriptionId,
        accountId,
        after: [account],
        principals,
      }),
    );
  }
  if (config.lock)
    new Lock("lock", {
      resourceGroupName: shared.outputs.resourceGroupName,
      after: [...inGroup, ...inWorkspace],
      holds: inGroup,
    });
  const { resourceGroupName, location, model, openaiAuth } = shared.outputs;
  const readmeOutputs = {
    resourceGroupName,
    location,
    model,
    openaiAuth,
    openaiDeployment: deployment,
    expires: config.expires,
  };
  return {
    ...shared.outputs,
    ...(config.expires !== undefined && { expires: config.expires }),
    tags: tagsOf(config),
    openaiAccountResourceId: accountId,
    ...(deployment
      ? { openaiDeployment: deployment }
      : { seatDeployments: pulumi.output(seatDeployments) }),
    ...(policyId !== undefined && { clusterPolicyId: policyId }),
    readme: pulumi.output(readmeOutputs).apply(classReadmeOf),
  };
}
