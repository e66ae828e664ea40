import { Account, getAccountOutput } from "@pulumi/azure-native/cognitiveservices";
import * as pulumi from "@pulumi/pulumi";
import { createDeployments, type DeploymentSettings, namesIn, readKey } from "./deployments";
import { Purge } from "./dynamic/purge";

/** The arguments of `OpenAi`. */
export interface OpenAiArgs extends DeploymentSettings {
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
}

/** An Azure OpenAI account with the stack's deployments in it: a new one, or one that existed. */
export interface OpenAiHandle extends pulumi.Resource {
  readonly accountName: pulumi.Output<string>;
  /**
   * ARM id. Resources that refer to it should also depend on this component: an account accepts one
   * change at a time.
   */
  readonly accountId: pulumi.Output<string>;
  /** Base URL with a trailing slash, as the service reports it: never built from the name. */
  readonly endpoint: pulumi.Output<string>;
  /** Set where Azure was asked for it: that of a new one is the program's choice. */
  readonly location?: pulumi.Output<string>;
  /** As `DeploymentSettings.deployments`; each name is known once its deployment exists. */
  readonly deployments: Record<string, pulumi.Output<string>>;
  /** Secret. Absent when the account accepts no keys. */
  readonly key?: pulumi.Output<string>;
}

/** An Azure OpenAI account with its deployments, purged when it is destroyed. */
export class OpenAi extends pulumi.ComponentResource implements OpenAiHandle {
  readonly accountName: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly deployments: Record<string, pulumi.Output<string>>;
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
    const place = { resourceGroupName: args.resourceGroupName, accountName: account.name };
    const deployments = createDeployments(name, args, place, { parent: this });
    this.accountName = account.name;
    this.deployments = namesIn(deployments);
    this.accountId = account.id;
    this.endpoint = readEndpoint(args, account, this);
    if (args.auth === "key") this.key = readKey(place, deployments, { parent: this });
    this.registerOutputs({
      accountName: this.accountName,
      accountId: this.accountId,
      endpoint: this.endpoint,
      key: this.key,
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
    { parent, deleteBeforeReplace: true },
  );

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
