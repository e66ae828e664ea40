import { ManagementLockAtResourceGroupLevel } from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { LOCK_NAME } from "../names/physical-names";

export interface LockArgs {
  resourceGroupName: pulumi.Input<string>;
  /** All of the lab: locked once it stands, and unlocked before any of it is deleted. */
  after: pulumi.Resource[];
}

/** Refuses every delete in the lab's group, whoever asks, until the lock itself is lifted. Needs Owner at the group. */
export class Lock extends pulumi.ComponentResource {
  readonly lockName: pulumi.Output<string>;

  constructor(name: string, args: LockArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Lock", name, {}, opts);
    const lock = new ManagementLockAtResourceGroupLevel(
      `${name}-delete`,
      {
        resourceGroupName: args.resourceGroupName,
        lockName: LOCK_NAME,
        level: "CanNotDelete",
        notes: "A teaching lab in use. It is lifted by destroying the lab's stack.",
      },
      { parent: this, dependsOn: args.after },
    );
    this.lockName = lock.name;
    this.registerOutputs({ lockName: this.lockName });
  }
}
