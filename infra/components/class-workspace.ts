import { getWorkspaceOutput } from "@pulumi/azure-native/databricks";
import type * as databricks from "@pulumi/databricks";
import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../azure/arm-id";
import { inSubscription } from "./azure-provider";
import { SeatCleanup } from "./dynamic/seat-cleanup";
import { createProvider, type WorkspaceHandle } from "./workspace-handle";

/** The arguments of `ClassWorkspace`. */
export interface ClassWorkspaceArgs {
  /** ARM id. */
  resourceId: string;
  /** Where it is, from its class's outputs; absent where Azure is to be asked. */
  address?: {
    /** Databricks' own number. */
    workspaceId: string;
    /** `https://…` without a trailing slash. */
    host: string;
  };
  /** The subscription in which the deployer is signed in. */
  signedIn: string;
  tenantId: pulumi.Input<string>;
  /** How the databricks provider signs in. */
  authType: string;
  /** The name of the stack's cluster in the workspace. */
  clusterName: pulumi.Input<string>;
  scopeName: pulumi.Input<string>;
  folder: string;
  /** Of a stack that has no class, and makes its cluster policy itself. */
  policyName?: string;
  /** Set where the workspace existed before any stack: see `SeatCleanupInputs.mark`. */
  mark?: string | undefined;
}

/**
 * A workspace that is not this stack's: the class's, as one seat uses it, or one that existed
 * before.
 */
export class ClassWorkspace extends pulumi.ComponentResource implements WorkspaceHandle {
  readonly resourceId: pulumi.Output<string>;
  readonly workspaceId: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly managedResourceGroupName?: pulumi.Output<string>;
  readonly provider: databricks.Provider;
  readonly ready: pulumi.Resource;
  readonly existedBefore: boolean;

  constructor(name: string, args: ClassWorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:ClassWorkspace", name, {}, opts);
    const { tenantId, authType, address, signedIn, ...contents } = args;
    this.existedBefore = args.mark !== undefined;
    this.resourceId = pulumi.output(args.resourceId);
    if (address) {
      this.workspaceId = pulumi.output(address.workspaceId);
      this.host = pulumi.output(address.host);
    } else {
      const found = lookUp(name, args.resourceId, signedIn, this);
      this.workspaceId = found.workspaceId;
      this.host = pulumi.interpolate`https://${found.workspaceUrl}`;
      this.managedResourceGroupName = found.apply(({ managedResourceGroupId: id }) => nameOf(id));
    }
    const { workspaceId, host } = this;
    this.ready = new SeatCleanup(
      `${name}-removal`,
      { ...contents, workspaceId, host },
      { parent: this },
    );
    this.provider = createProvider(
      name,
      { host, resourceId: args.resourceId, tenantId, authType },
      this,
    );
    this.registerOutputs({
      resourceId: this.resourceId,
      workspaceId,
      host,
      managedResourceGroupName: this.managedResourceGroupName,
    });
  }

  /**
   * `replaceWith` cannot name a resource of another stack: a new workspace id triggers the
   * replacement instead. In a workspace that existed before, the names are claimed first.
   */
  ownedOptions(parent: pulumi.Resource): pulumi.CustomResourceOptions {
    return {
      parent,
      deletedWith: this.ready,
      dependsOn: this.existedBefore ? [this.ready] : [],
      replacementTrigger: this.workspaceId,
      deleteBeforeReplace: true,
    };
  }
}

/** Reads a workspace from Azure. */
function lookUp(name: string, id: string, signedIn: string, parent: pulumi.Resource) {
  const { subscriptionId, resourceGroup: resourceGroupName, name: workspaceName } = placeOf(id);
  const options = inSubscription(name, { subscriptionId, signedIn }, parent);
  return getWorkspaceOutput({ resourceGroupName, workspaceName }, options);
}

const nameOf = (id = ""): string => id.split("/").at(-1) ?? id;
