import * as pulumi from "@pulumi/pulumi";
import type { LabConfig } from "../config";
import { LabError } from "../errors";
import type { ClassOutputs, Pending } from "../outputs";
import type { SharedOutputs } from "./shared";

/** What a seat builds on, read from its class's stack: plain values, since what the seat is made of depends on them. */
export interface ClassReference {
  /** All plain but the key, which is a secret. */
  outputs: Omit<SharedOutputs, "openaiKey"> & Pick<Pending<SharedOutputs>, "openaiKey">;
  accountId: string;
  policyId?: string | undefined;
  /** The deployment that this seat may ask. */
  deployment: string;
}

/**
 * Reads the stack that `config.classStack` names; without an organization it is one of this project.
 * @throws LabError `not-found` where that stack is no class that stands, or lists seats and not this one.
 */
export async function readClass({
  classStack = "",
  project,
  stack,
}: LabConfig): Promise<ClassReference> {
  const name = classStack.includes("/")
    ? classStack
    : `${pulumi.getOrganization()}/${project}/${classStack}`;
  const reference = new pulumi.StackReference("class", { name });
  const one = async <K extends keyof ClassOutputs>(key: K): Promise<ClassOutputs[K] | undefined> =>
    (await reference.getOutputDetails(key)).value as ClassOutputs[K] | undefined;
  const need = async <K extends keyof ClassOutputs>(
    key: K,
  ): Promise<NonNullable<ClassOutputs[K]>> => {
    const value = await one(key);
    if (value !== undefined) return value;
    throw new LabError(
      "not-found",
      `The stack ${name} is no class that stands: it has no output ${key}.`,
      {
        where: "rai-lab:classStack",
        cure: `Bring it up first, with layout class: npx lab up ${classStack}`,
      },
    );
  };

  const accountId = await need("openaiAccountResourceId");
  const deployments = await one("seatDeployments");
  const deployment = deployments ? deployments[stack] : await need("openaiDeployment");
  if (deployment === undefined)
    throw new LabError(
      "not-found",
      `The class ${classStack} has deployments for its seats, and ${stack} is none.`,
      {
        where: "rai-lab:classStack",
        cure: `Add ${stack} to the class's rai-lab:seats, and run npx lab up ${classStack}`,
      },
    );
  const openaiAuth = await need("openaiAuth");
  return {
    outputs: {
      resourceGroupName: await need("resourceGroupName"),
      location: await need("location"),
      openaiEndpoint: await need("openaiEndpoint"),
      openaiAccountName: await need("openaiAccountName"),
      openaiApiVersion: await need("openaiApiVersion"),
      openaiAuth,
      ...(openaiAuth === "key" && {
        openaiKey: pulumi.secret(reference.requireOutput("openaiKey")),
      }),
      model: await need("model"),
      databricksHost: await need("databricksHost"),
      databricksWorkspaceId: await need("databricksWorkspaceId"),
      databricksWorkspaceResourceId: await need("databricksWorkspaceResourceId"),
      managedResourceGroupName: await need("managedResourceGroupName"),
    },
    accountId,
    policyId: await one("clusterPolicyId"),
    deployment,
  };
}
