import { getAccountOutput } from "@pulumi/azure-native/cognitiveservices";
import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../azure/arm-id";
import { inSubscription } from "./azure-provider";
import { createDeployments, type DeploymentSettings, namesIn, readKey } from "./deployments";
import type { OpenAiHandle } from "./openai";

/** The arguments of `ExistingOpenAi`. */
export interface ExistingOpenAiArgs extends DeploymentSettings {
  /** ARM id, in any subscription of the tenant. */
  accountId: string;
  /** The subscription in which the deployer is signed in. */
  signedIn: string;
  /** `key`: the account must accept keys. */
  auth: "key" | "entra";
}

/**
 * An Azure OpenAI account that is not the stack's: it is read, and only the stack's own deployments
 * are made in it and deleted from it.
 */
export class ExistingOpenAi extends pulumi.ComponentResource implements OpenAiHandle {
  readonly accountName: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
  readonly location: pulumi.Output<string>;
  readonly deployments: Record<string, pulumi.Output<string>>;
  readonly key?: pulumi.Output<string>;

  constructor(name: string, args: ExistingOpenAiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:ExistingOpenAi", name, {}, opts);
    const {
      subscriptionId,
      resourceGroup: resourceGroupName,
      name: accountName,
    } = placeOf(args.accountId);
    const place = { resourceGroupName, accountName };
    const options = inSubscription(name, { subscriptionId, signedIn: args.signedIn }, this);
    const account = getAccountOutput(place, options);
    const deployments = createDeployments(name, args, place, options);
    this.accountName = pulumi.output(accountName);
    this.accountId = pulumi.output(args.accountId);
    this.endpoint = account.properties.endpoint;
    this.location = account.apply(({ location = "" }) => location);
    this.deployments = namesIn(deployments);
    if (args.auth === "key") this.key = readKey(place, deployments, options);
    this.registerOutputs({
      accountName: this.accountName,
      accountId: this.accountId,
      endpoint: this.endpoint,
      location: this.location,
      key: this.key,
    });
  }
}
