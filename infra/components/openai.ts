import {
  Account,
  Deployment,
  getAccountOutput,
  listAccountKeys,
  type ListAccountKeysResult,
} from "@pulumi/azure-native/cognitiveservices";
import * as pulumi from "@pulumi/pulumi";
import { unknown } from "@pulumi/pulumi/output";
import { LabError, withCureInMessage } from "../errors";
import { Purge } from "./dynamic/purge";

/** The arguments of `OpenAi`. */
export interface OpenAiArgs {
  subscriptionId: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  /** Also its custom subdomain: unique in all of Azure. */
  accountName: pulumi.Input<string>;
  tags: Record<string, string>;
  /** Restores a soft-deleted account of the same name. Without it, such an account is an error. */
  restore: boolean;
  /** `entra`: the account accepts no keys. */
  auth: "key" | "entra";
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
}

/** An Azure OpenAI account with its deployments, purged when it is destroyed. */
export class OpenAi extends pulumi.ComponentResource {
  readonly accountName: pulumi.Output<string>;
  /**
   * ARM id. Resources that refer to it should also depend on this component: an account accepts one
   * change at a time.
   */
  readonly accountId: pulumi.Output<string>;
  /** Base URL with a trailing slash, as the service reports it: never built from the name. */
  readonly endpoint: pulumi.Output<string>;
  /** As `OpenAiArgs.deployments`; each name is known once its deployment exists. */
  readonly deployments: Record<string, pulumi.Output<string>>;
  /** Secret. Absent when the account accepts no keys. */
  readonly key?: pulumi.Output<string>;

  constructor(name: string, args: OpenAiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:OpenAi", name, {}, opts);
    const { subscriptionId, resourceGroupName, location } = args;
    const purge = new Purge(
      `${name}-purge`,
      { subscriptionId, resourceGroupName, location, accountName: args.accountName },
      { parent: this },
    );
    const account = createAccount(name, args, purge, this);
    const deployments = createDeployments(name, args, account, this);
    const all = Object.values(deployments);
    this.accountName = account.name;
    this.deployments = Object.fromEntries(
      Object.entries(deployments).map(([key, deployment]) => [key, deployment.name]),
    );
    this.accountId = account.id;
    this.endpoint = readEndpoint(args, account, this);
    if (args.auth === "key") this.key = readKey(args, account, all, this);
    this.registerOutputs({
      accountName: this.accountName,
      accountId: this.accountId,
      endpoint: this.endpoint,
      ...(this.key && { key: this.key }),
    });
  }
}

/** Creates the account, with the name and location of the purge's outputs: see `Purge`. */
const createAccount = (name: string, args: OpenAiArgs, purge: Purge, parent: OpenAi): Account =>
  new Account(
    `${name}-account`,
    {
      resourceGroupName: purge.resourceGroupName,
      accountName: purge.accountName,
      location: purge.location,
      kind: "OpenAI",
      sku: { name: "S0" },
      properties: {
        // An account accepts Entra ID's tokens only at a custom subdomain.
        customSubDomainName: purge.accountName,
        disableLocalAuth: args.auth === "entra",
        ...(args.restore && { restore: true }),
      },
      tags: args.tags,
    },
    { parent },
  );

const CONTENT_FILTER = "properties.raiPolicyName";

/** Creates the deployments one after the other: an account accepts one operation at a time. */
function createDeployments(
  name: string,
  args: OpenAiArgs,
  account: Account,
  parent: OpenAi,
): Record<string, Deployment> {
  const created: Record<string, Deployment> = {};
  let previous: Deployment[] = [];
  for (const [key, deploymentName] of Object.entries(args.deployments)) {
    const deployment = new Deployment(
      `${name}-${key}`,
      {
        resourceGroupName: args.resourceGroupName,
        accountName: account.name,
        deploymentName,
        sku: { name: args.model.sku, capacity: args.model.capacity },
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
        parent,
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

/**
 * The endpoint, read from Azure: the account's own output is unknown in every preview that changes
 * a tag, and would preview an update of all that contains it.
 */
const readEndpoint = (
  { resourceGroupName, accountName }: OpenAiArgs,
  account: Account,
  parent: OpenAi,
): pulumi.Output<string> =>
  getAccountOutput({ resourceGroupName, accountName }, { parent, dependsOn: [account] }).properties
    .endpoint;

/**
 * The first key, read after the deployments exist. Marked as secret here: azure-native does not do
 * it.
 */
const readKey = (
  args: OpenAiArgs,
  account: Account,
  dependsOn: Deployment[],
  parent: OpenAi,
): pulumi.Output<string> =>
  pulumi.secret(
    pulumi
      .all([args.resourceGroupName, account.name, ...dependsOn.map(({ id }) => id)])
      .apply(([resourceGroupName = "", accountName = ""]) =>
        listAccountKeys({ resourceGroupName, accountName }, { parent }).then(
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
