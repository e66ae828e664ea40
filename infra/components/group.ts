import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

/** The arguments of `Group`. */
export interface GroupArgs {
  /** Unique in the subscription. */
  resourceGroupName: pulumi.Input<string>;
  /** Changing it replaces everything in the group. */
  location: pulumi.Input<string>;
  tags: Record<string, string>;
}

/**
 * The resource group of a lab. It holds everything, so that an empty group proves a complete
 * removal.
 */
export class Group extends pulumi.ComponentResource {
  /** The group's name, known once the group exists. */
  readonly groupName: pulumi.Output<string>;
  readonly location: pulumi.Output<string>;

  constructor(name: string, args: GroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Group", name, {}, opts);
    const group = new ResourceGroup(
      `${name}-group`,
      { ...args },
      { parent: this, deleteBeforeReplace: true },
    );
    this.groupName = group.name;
    this.location = group.location;
    this.registerOutputs({ groupName: this.groupName, location: this.location });
  }
}
