import { RoleAssignment } from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { MODEL_USER, modelUserName } from "../names/role-assignment-name";

/** A principal of Entra ID: a user, a group or a service principal. */
export interface Principal {
  objectId: pulumi.Input<string>;
  /**
   * Never omitted: the SDK would assume a user, and Azure would refuse the assignment of anything
   * else.
   */
  type: pulumi.Input<string>;
}

/** The student as a principal; undefined without an object id. */
export function studentPrincipal(student?: {
  objectId?: string | undefined;
  principalType?: string | undefined;
}) {
  if (student?.objectId === undefined) return undefined;
  return { objectId: student.objectId, type: student.principalType ?? "User" } satisfies Principal;
}

/** The arguments of `Grants`. */
export interface GrantsArgs {
  subscriptionId: pulumi.Input<string>;
  /** ARM id. */
  accountId: pulumi.Input<string>;
  /**
   * Resources to wait for. Not through `accountId`: a replaced deployment would then replace the
   * grants, and Azure takes minutes to honour a new one.
   */
  after?: pulumi.Resource[];
  /** The principals by their role in the lab, which names the resource. */
  principals: Record<string, Principal>;
}

/**
 * The right to call the account's model without a key. Azure takes up to ten minutes to honour it.
 */
export class Grants extends pulumi.ComponentResource {
  /** Object ids of the principals that hold the role. */
  readonly holders: pulumi.Output<string[]>;

  constructor(name: string, args: GrantsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("rai-lab:index:Grants", name, {}, opts);
    const roleDefinitionId = pulumi.interpolate`/subscriptions/${args.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${MODEL_USER}`;
    const assignments = Object.entries(args.principals).map(
      ([role, { objectId, type }]) =>
        new RoleAssignment(
          `${name}-${role}`,
          {
            scope: args.accountId,
            roleAssignmentName: pulumi
              .all([args.accountId, objectId])
              .apply(([accountId, id]) => modelUserName(accountId, id)),
            principalId: objectId,
            principalType: type,
            roleDefinitionId,
          },
          // Azure changes nothing of an assignment; azure-native would try to, for these two.
          {
            parent: this,
            dependsOn: args.after,
            replaceOnChanges: ["principalType", "roleDefinitionId"],
            deleteBeforeReplace: true,
          },
        ),
    );
    this.holders = pulumi.all(assignments.map(({ principalId }) => principalId));
    this.registerOutputs({ holders: this.holders });
  }
}
