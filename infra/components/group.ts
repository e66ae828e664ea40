import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";

export interface GroupArgs {
  /** Unique in the subscription. */
  resourceGroupName: pulumi.Input<string>;
  /** Changing it replaces everything in the group. */
  location: pulumi.Input<string>;
  tags: Record<string, string>;
}

/** The resource group that holds all of a lab, so that one look shows whether anything is left. */
export class Group extends pulumi.ComponentResource {
  /** The group's name, known once the group exists. */
  readonly groupName: pulumi.Output<string>;
  readonly location: pulumi.Output<string>;

  constructor(name: string, args: GroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Group", name, {}, opts);
    const group = new ResourceGroup(`${name}-group`, { ...args }, { parent: this });
    this.groupName = group.name;
    this.location = group.location;
    this.registerOutputs({ groupName: this.groupName, location: this.location });
  }
}
