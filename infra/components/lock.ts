import { ManagementLockAtResourceGroupLevel } from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { LOCK_NAME } from "../names/physical-names";

/** The arguments of `Lock`. */
export interface LockArgs {
  resourceGroupName: pulumi.Input<string>;
  /** All of the lab: the lock is created after these resources, and deleted before them. */
  after: pulumi.Resource[];
  /** What is in the group. A replacement of any of it replaces the lock too, which goes first. */
  holds: pulumi.Resource[];
}

/**
 * Refuses every delete in the lab's group until the lock itself is deleted. Needs the Owner role at
 * the group.
 */
export class Lock extends pulumi.ComponentResource {
  readonly lockName: pulumi.Output<string>;

  constructor(name: string, args: LockArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Lock", name, {}, opts);
    const lock = new ManagementLockAtResourceGroupLevel(
      `${name}-delete`,
      {
        resourceGroupName: dependentOn(args.holds, args.resourceGroupName),
        lockName: LOCK_NAME,
        level: "CanNotDelete",
        notes: "A teaching lab in use. It is lifted by destroying the lab's stack.",
      },
      { parent: this, dependsOn: args.after, deleteBeforeReplace: true },
    );
    this.lockName = lock.name;
    this.registerOutputs({ lockName: this.lockName });
  }
}

/**
 * Returns `value` with a dependency on `resources`. Pulumi deletes a resource before it replaces
 * what the inputs of that resource depend on, even when the program no longer has it. `dependsOn`
 * alone would leave the lock, and Azure would refuse the replacement half-way.
 */
const dependentOn = (
  resources: readonly pulumi.Resource[],
  value: pulumi.Input<string>,
): pulumi.Output<string> =>
  pulumi
    .all([pulumi.output(value), pulumi.all(resources.map(({ urn }) => urn))])
    .apply(([text]) => text);
