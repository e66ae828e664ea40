import {
  Account,
  Deployment,
  listAccountKeys,
  type ListAccountKeysResult,
} from "@pulumi/azure-native/cognitiveservices";
import * as pulumi from "@pulumi/pulumi";
import { unknown } from "@pulumi/pulumi/output";
import { LabError } from "../errors";
import { Purge } from "./dynamic/purge";

export interface OpenAiArgs {
  subscriptionId: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  /** Also its custom subdomain: unique in all of Azure. */
  accountName: pulumi.Input<string>;
  tags: Record<string, string>;
  /** Takes a soft-deleted account of the same name back to life instead of refusing. */
  restore: boolean;
  /** `entra`: nobody can sign in with a key. */
  auth: "key" | "entra";
  /** Names of the deployments, by what their resources are called here. At most 32: the account takes no more. */
  deployments: Record<string, string>;
  /** What stands behind each deployment; `capacity` in thousands of tokens per minute. */
  model: { name: string; version: string; sku: string; capacity: number; upgrade: string };
}

/** An Azure OpenAI account with its deployments, purged when it is destroyed. */
export class OpenAi extends pulumi.ComponentResource {
  readonly accountName: pulumi.Output<string>;
  /** ARM id. What hangs at it names it by this and waits for the whole: an account takes one change at a time. */
  readonly accountId: pulumi.Output<string>;
  /** Base URL with a trailing slash, as the service reports it: never built from the name. */
  readonly endpoint: pulumi.Output<string>;
  /** As `OpenAiArgs.deployments`, each name known once its deployment stands. */
  readonly deployments: Record<string, pulumi.Output<string>>;
  /** Secret. None where nobody can sign in with one. */
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
      Object.entries(deployments).map(([key, made]) => [key, made.name]),
    );
    this.accountId = account.id;
    this.endpoint = account.properties.endpoint;
    if (args.auth === "key") this.key = readKey(args, account, all, this);
    this.registerOutputs({
      accountName: this.accountName,
      accountId: this.accountId,
      endpoint: this.endpoint,
      ...(this.key && { key: this.key }),
    });
  }
}

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
        // Entra ID's tokens are taken at an account's own name alone.
        customSubDomainName: purge.accountName,
        disableLocalAuth: args.auth === "entra",
        ...(args.restore && { restore: true }),
      },
      tags: args.tags,
    },
    { parent },
  );

/**
 * They name the account by the account's output, and each waits for the one before: an account takes one operation at a
 * time.
 */
function createDeployments(
  name: string,
  args: OpenAiArgs,
  account: Account,
  parent: OpenAi,
): Record<string, Deployment> {
  const made: Record<string, Deployment> = {};
  let last: Deployment[] = [];
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
        },
      },
      // Another model, or another kind of capacity, is another deployment (as the vendor's Terraform has it): azure-native
      // would change it in place. It holds no data; another version or more capacity is a change.
      {
        parent,
        dependsOn: last,
        replacementTrigger: [args.model.name, args.model.sku],
        deleteBeforeReplace: true,
      },
    );
    made[key] = deployment;
    last = [deployment];
  }
  return made;
}

/** azure-native does not mark keys as secret. They are asked for once the deployments stand. */
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

/** An account that this very run allows keys (`openai.auth` was `entra`) refuses to list them to a preview. */
function unknownInPreview(error: unknown): string {
  if (!pulumi.runtime.isDryRun()) throw error;
  // Typed as what it will be: Pulumi sees that it is not known.
  return unknown as unknown as string;
}

function firstKey({ key1 }: ListAccountKeysResult): string {
  if (key1 !== undefined) return key1;
  throw new LabError("cloud", "The Azure OpenAI account has no key.", {
    cure: "A policy of the tenant may forbid keys: ask for an exemption.",
  });
}
