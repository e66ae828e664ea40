import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import { type Principal, principalTypeOf } from "../components/grants";
import type { LabConfig } from "../config";
import { type Names, namesOf } from "../names/physical-names";

/** Who deploys, where to, and what everything of the stack is called. */
export interface StackContext {
  subscriptionId: pulumi.Output<string>;
  tenantId: pulumi.Output<string>;
  deployer: Principal;
  names: { [K in keyof Names]: pulumi.Output<string> };
}

/** What azure-native itself signed in with decides it. */
export function stackContextOf({ project, stack }: LabConfig): StackContext {
  const { subscriptionId, tenantId, objectId, clientId } = getClientConfigOutput();
  return {
    subscriptionId,
    tenantId,
    deployer: { objectId, type: clientId.apply(principalTypeOf) },
    names: subscriptionId.apply((id) => namesOf({ subscriptionId: id, project, stack })),
  };
}
