import * as pulumi from "@pulumi/pulumi";
import type { LabConfig } from "../config";
import { LabError } from "../errors";
import type { ClassOutputs, Pending } from "../outputs";
import type { SharedOutputs } from "./shared";

/**
 * The outputs of the class's stack that a seat uses. Plain values: they decide which resources the
 * seat has.
 */
export interface ClassReference {
  /** Plain values, except the key, which is a secret output. */
  outputs: Omit<SharedOutputs, "openaiKey"> & Pick<Pending<SharedOutputs>, "openaiKey">;
  accountId: string;
  policyId?: string | undefined;
  /** The deployment that this seat may call. */
  deployment: string;
}

/**
 * Reads the stack that `config.classStack` names. A name without an organization belongs to this
 * project.
 * @throws LabError `not-found` when that stack is no deployed class, or has deployments for other
 * seats only.
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
  const read = async <K extends keyof ClassOutputs>(key: K): Promise<ClassOutputs[K] | undefined> =>
    (await reference.getOutputDetails(key)).value as ClassOutputs[K] | undefined;
  const requireOutput = async <K extends keyof ClassOutputs>(
    key: K,
  ): Promise<NonNullable<ClassOutputs[K]>> => {
    const value = await read(key);
    if (value !== undefined) return value;
    throw new LabError(
      "not-found",
      `Stack "${classStack}" is not a class that has been brought up.`,
      {
        where: "rai-lab:classStack",
        cure: `Bring it up first, with rai-lab:layout class: npx lab up ${classStack}`,
        cause: new Error(`${name} has no output ${key}`),
      },
    );
  };

  const accountId = await requireOutput("openaiAccountResourceId");
  const deployments = await read("seatDeployments");
  const deployment = deployments ? deployments[stack] : await requireOutput("openaiDeployment");
  if (deployment === undefined)
    throw new LabError(
      "not-found",
      `The class ${classStack} has a deployment for each of its seats, and ${stack} is not one of them.`,
      {
        where: "rai-lab:classStack",
        cure: `Add ${stack} to the class's rai-lab:seats, and run npx lab up ${classStack}`,
      },
    );
  const openaiAuth = await requireOutput("openaiAuth");
  const existing = await read("existing");
  const outputs: ClassReference["outputs"] = {
    resourceGroupName: await requireOutput("resourceGroupName"),
    location: await requireOutput("location"),
    openaiEndpoint: await requireOutput("openaiEndpoint"),
    openaiAccountName: await requireOutput("openaiAccountName"),
    openaiApiVersion: await requireOutput("openaiApiVersion"),
    openaiAuth,
    ...(openaiAuth === "key" && {
      openaiKey: pulumi.secret(reference.requireOutput("openaiKey")),
    }),
    model: await requireOutput("model"),
    databricksHost: await requireOutput("databricksHost"),
    databricksWorkspaceId: await requireOutput("databricksWorkspaceId"),
    databricksWorkspaceResourceId: await requireOutput("databricksWorkspaceResourceId"),
    managedResourceGroupName: await requireOutput("managedResourceGroupName"),
  };
  if (existing) outputs.existing = existing;
  return {
    outputs,
    accountId,
    policyId: await read("clusterPolicyId"),
    deployment,
  };
}
