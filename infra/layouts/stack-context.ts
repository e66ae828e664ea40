import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import { type Principal, principalTypeOf } from "../components/grants";
import type { LabConfig } from "../config";
import { type Names, namesOf } from "../names/physical-names";

/** The deployer, the subscription and tenant, and the physical names of the stack. */
export interface StackContext {
  subscriptionId: pulumi.Output<string>;
  tenantId: pulumi.Output<string>;
  deployer: Principal;
  names: { [K in keyof Names]: pulumi.Output<string> };
}

/** Reads the context from azure-native's own sign-in. */
export function stackContextOf({ project, stack }: LabConfig): StackContext {
  const { subscriptionId, tenantId, objectId, clientId } = getClientConfigOutput();
  return {
    subscriptionId,
    tenantId,
    deployer: { objectId, type: clientId.apply(principalTypeOf) },
    names: subscriptionId.apply((id) => namesOf({ subscriptionId: id, project, stack })),
  };
}
