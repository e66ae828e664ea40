import {
  Deployment,
  listAccountKeys,
  type ListAccountKeysResult,
} from "@pulumi/azure-native/cognitiveservices";
import * as pulumi from "@pulumi/pulumi";
import { unknown } from "@pulumi/pulumi/output";
import { LabError, withCureInMessage } from "../errors";

/** The deployments that a stack makes in an account. */
export interface DeploymentSettings {
  /**
   * Deployment names by the suffix of their logical names. At most 32: Azure's limit for one
   * account.
   */
  deployments: Record<string, string>;
  /**
   * The model of each deployment; `capacity` in thousands of tokens per minute. Without `raiPolicy`
   * the content filter stays the one that Azure or an administrator chose.
   */
  model: {
    name: string;
    version: string;
    sku: string;
    capacity: number;
    upgrade: string;
    raiPolicy?: string | undefined;
  };
  /** Tags of each deployment. Default: none. */
  deploymentTags?: Record<string, string> | undefined;
}

/** The account that deployments are in. */
export interface AccountPlace {
  resourceGroupName: pulumi.Input<string>;
  accountName: pulumi.Input<string>;
}

/** The component that deployments belong to, and the provider of their subscription. */
type ChildOptions = Pick<pulumi.CustomResourceOptions, "parent" | "provider">;

const CONTENT_FILTER = "properties.raiPolicyName";

/**
 * Creates the deployments one after the other: an account accepts one operation at a time. None
 * takes over one that exists: azure-native asks for it before it creates it, and then refuses.
 */
export function createDeployments(
  name: string,
  args: DeploymentSettings,
  account: AccountPlace,
  options: ChildOptions,
): Record<string, Deployment> {
  const created: Record<string, Deployment> = {};
  let previous: Deployment[] = [];
  for (const [key, deploymentName] of Object.entries(args.deployments)) {
    const deployment = new Deployment(
      `${name}-${key}`,
      {
        ...account,
        deploymentName,
        sku: { name: args.model.sku, capacity: args.model.capacity },
        tags: args.deploymentTags,
        properties: {
          model: { format: "OpenAI", name: args.model.name, version: args.model.version },
          versionUpgradeOption: args.model.upgrade,
          raiPolicyName: args.model.raiPolicy,
        },
      },
      // Another model or SKU replaces the deployment, as in Azure's Terraform provider:
      // azure-native would update it in place. It holds no data. Another version or capacity is an
      // update.
      {
        ...options,
        dependsOn: previous,
        replacementTrigger: [args.model.name, args.model.sku],
        deleteBeforeReplace: true,
        // A deployment without a content filter's name would get Azure's default one again.
        ignoreChanges: args.model.raiPolicy === undefined ? [CONTENT_FILTER] : [],
      },
    );
    created[key] = deployment;
    previous = [deployment];
  }
  return created;
}

/** The names of deployments, each known once its deployment exists. */
export const namesIn = (
  deployments: Record<string, Deployment>,
): Record<string, pulumi.Output<string>> =>
  Object.fromEntries(
    Object.entries(deployments).map(([key, deployment]) => [key, deployment.name]),
  );

/**
 * The first key, read after the deployments exist. Marked as secret here: azure-native does not do
 * it.
 */
export const readKey = (
  account: AccountPlace,
  deployments: Record<string, Deployment>,
  options: ChildOptions,
): pulumi.Output<string> =>
  pulumi.secret(
    pulumi
      .all([
        account.resourceGroupName,
        account.accountName,
        ...Object.values(deployments).map(({ id }) => id),
      ])
      .apply(([resourceGroupName = "", accountName = ""]) =>
        listAccountKeys({ resourceGroupName, accountName }, options).then(
          firstKey,
          unknownInPreview,
        ),
      ),
  );

/**
 * Unknown in a preview: an account whose keys this very run enables refuses to list them before.
 * Else rethrows.
 */
function unknownInPreview(error: unknown): string {
  if (!pulumi.runtime.isDryRun()) throw error;
  // Pulumi recognises the value as unknown; its type is that of the later value.
  return unknown as unknown as string;
}

/** @throws LabError `cloud` when the account has no key */
function firstKey({ key1 }: ListAccountKeysResult): string {
  if (key1 !== undefined) return key1;
  throw withCureInMessage(
    new LabError("cloud", "The Azure OpenAI account has no key.", {
      cure: "A policy of the tenant may forbid keys: ask for an exemption.",
    }),
  );
}
